// `npm test`: installs what is missing, builds, checks the boundaries, lints, and runs every test this machine can run.
// Suites that need something else say what to install. Arguments go to Jest.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { root } from './root.mjs';

const requirements = [
  { name: 'Chromium', variable: 'MILLRACE_TEST_CHROMIUM', commands: ['chromium', 'chromium-browser', 'google-chrome'], suites: ['test/e2e/'], how: 'apt-get install chromium' },
  { name: 'a Vulkan driver', variable: 'VK_ICD_FILENAMES', commands: [], files: ['/usr/lib/chromium/vk_swiftshader_icd.json'], suites: ['packages/nn/test/webgpu'], how: 'apt-get install chromium libvulkan1' },
];

try {
  install();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
if (build() !== 0) process.exit(1);
step('Boundaries', ['tools/boundaries.mjs']);
step('Lint', ['node_modules/oxlint/bin/oxlint', '--quiet', 'apps', 'packages', 'plugins', 'migrations', 'tools', 'test']);

const left = requirements.map((requirement) => ({ ...requirement, found: find(requirement) }));
const missing = left.filter(({ found }) => !found);
const results = mkdtempSync(join(tmpdir(), 'millrace-test-'));
const output = join(results, 'results.json');
const { status } = spawnSync(process.execPath, [
  '--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js', '--maxWorkers=2', '--json', `--outputFile=${output}`,
  ...missing.flatMap(({ suites }) => suites).flatMap((suite) => ['--testPathIgnorePatterns', '/node_modules/', '/dist/', suite]),
  ...process.argv.slice(2),
], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
  env: { ...process.env, XDG_RUNTIME_DIR: process.env.XDG_RUNTIME_DIR ?? tmpdir(), ...Object.fromEntries(left.filter(({ found }) => found).map(({ variable, found }) => [variable, found])) },
});
const summary = existsSync(output) ? JSON.parse(readFileSync(output, 'utf8')) : undefined;
rmSync(results, { recursive: true });
for (const { name, suites, how } of missing) console.log(`Left out: ${suites.join(', ')} (needs ${name}; install it with: ${how})`);
const skipped = (summary?.numPendingTests ?? 0) + (summary?.numTodoTests ?? 0);
if (summary) console.log(`${summary.numPassedTests} passed, ${summary.numFailedTests + (summary.numRuntimeErrorTestSuites ?? 0)} failed${skipped ? `, ${skipped} skipped` : ''}`);
if (process.env.CI && missing.length > 0) {
  console.error('CI leaves no suite out.');
  process.exit(1);
}
process.exit(status ?? 1);

function step(name, args) {
  const done = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (done.status === 0) return console.log(`${name}: fine`);
  console.error(`${name}:\n${done.stdout}${done.stderr}`);
  process.exit(1);
}

function find({ variable, commands, files = [] }) {
  const folders = (process.env.PATH ?? '').split(':');
  const candidates = [process.env[variable], ...commands.flatMap((command) => folders.map((folder) => join(folder, command))), ...files];
  return candidates.find((path) => path && existsSync(path));
}
