import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = `http://127.0.0.1:${process.env.MILLRACE_PORT ?? '7420'}`;

export default defineConfig({
  plugins: [react()],
  build: { target: 'es2022', sourcemap: false, chunkSizeWarningLimit: 1000 },
  server: { proxy: { '/api': server, '/socket.io': { target: server, ws: true } } },
});
