export { allCores, defineNode, isNodeDefinition, manifestOf, type ColumnsCall, type InputsOf, type NodeDefinition, type OutputColumns, type OutputsOf, type Ports } from './define-node.ts';
export { isPauseRequested, PauseRequested, phraseOfError, TransientError, UserError, withUserErrors } from './errors.ts';
export type { CancelSignal, NodeContext, SaveModel } from './node-context.ts';
export { port, type FileInput, type FileOutput, type Given, type Port, type Returned, type TableInput, type TableOutput, type ValueInput } from './port.ts';
export { joined, missingColumn, phraseOf, resourceNameSchema, say, term, wordsOf, wordsOfIssue, type Chart, type Column, type Deployment, type Metrics, type ModelVersion, type Phrase } from '@millrace/workflow';
