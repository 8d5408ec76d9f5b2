import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const server = `http://127.0.0.1:${process.env.MILLRACE_PORT ?? '7420'}`;

export default defineConfig({
  plugins: [react(), compressed()],
  build: {
    target: 'es2022',
    sourcemap: false,
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      output: {
        // What the canvas needs comes in two files and not in eighty: fewer questions asked, and a third less to read.
        codeSplitting: {
          groups: [
            { name: 'libraries', tags: ['$initial'], test: /node_modules/, priority: 2 },
            { name: 'first', tags: ['$initial'], priority: 1 },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': server, '/socket.io': { target: server, ws: true } } },
});

/** Lays a compressed copy beside every file that is worth it; the server sends that to a browser that can read it. */
function compressed(): Plugin {
  const least = 1000;
  return {
    name: 'compressed',
    apply: 'build',
    async writeBundle({ dir = '' }) {
      const names = (await readdir(dir, { recursive: true })).filter((name) => /\.(js|css|svg|json)$/.test(name));
      await Promise.all(names.map(async (name) => {
        const content = await readFile(join(dir, name));
        if (content.length < least) return;
        await writeFile(join(dir, `${name}.gz`), await promisify(gzip)(content, { level: 9 }));
        await writeFile(join(dir, `${name}.br`), await promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
      }));
    },
  };
}
