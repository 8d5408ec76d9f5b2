import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import 'reflect-metadata';
import { main } from './main.ts';

export { describeSettings, parseSettings, SettingsError, type Settings } from './settings/settings.ts';
export { startServer, type RunningServer, type StartServerOptions } from './start-server.ts';
export { StartUpError } from './start-up-error.ts';

const program = process.argv[1];
if (program !== undefined && realpathSync(program) === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
