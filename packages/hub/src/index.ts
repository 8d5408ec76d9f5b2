export { downloadSnapshot, type Snapshot, type SnapshotRequest } from './download-snapshot.ts';
export { HubError } from './hub-error.ts';
export type { HubOptions } from './hub-options.ts';
