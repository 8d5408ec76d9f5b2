import { Spine1764000000000 } from './1764000000000-spine.ts';
import { NodeEnds1764100000000 } from './1764100000000-node-ends.ts';
import { RunNotes1764210000000 } from './1764210000000-run-notes.ts';
import { VersionNames1764220000000 } from './1764220000000-version-names.ts';
import { RunScopes1764230000000 } from './1764230000000-run-scopes.ts';
import { Secrets1764240000000 } from './1764240000000-secrets.ts';

/** Every change of the database, oldest first. */
export const migrations = [Spine1764000000000, NodeEnds1764100000000, RunNotes1764210000000, VersionNames1764220000000, RunScopes1764230000000, Secrets1764240000000];
