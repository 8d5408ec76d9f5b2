import { fileURLToPath } from 'node:url';

/** The folder that holds `apps`, `packages`, `plugins` and `examples`. */
export const repositoryRoot = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '');
