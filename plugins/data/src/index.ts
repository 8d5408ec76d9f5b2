export { clean } from './clean.ts';
export { load } from './load.ts';
export { profile } from './profile.ts';
export { query } from './query.ts';
export { select } from './select.ts';
export { split } from './split.ts';
