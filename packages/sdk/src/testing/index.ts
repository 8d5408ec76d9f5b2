export { contentHash } from './content-hash.ts';
export { fileInput, valueInput } from './inputs.ts';
export { runNode, type NodeRunRecord, type RunNodeOptions } from './run-node.ts';
