import { Spine1764000000000 } from './1764000000000-spine.ts';

/** Every change of the database, oldest first. */
export const migrations = [Spine1764000000000];
