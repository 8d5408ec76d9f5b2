export * from './api.ts';
export { artifactRefSchema, columnSchema, tableMetaSchema, type ArtifactRef, type Column, type TableMeta } from './artifact.ts';
export { diagnosticSchema, type Diagnostic } from './diagnostic.ts';
export { nodeManifestSchema, pluginStatusSchema, portManifestSchema, type NodeManifest, type PluginStatus, type PortManifest } from './node-manifest.ts';
export { fits, isValueKind, portKinds, portKindSchema, type PortKind } from './port-kind.ts';
export { evolve, hasOutputs, isFinished, isSettled, maximumPoints, type NodeRun, type NodeRunState, type Run, type RunState } from './run.ts';
export * from './run-event.ts';
export { currentFormat, edgeSchema, emptyWorkflow, formatEndpoint, noteSchema, parseEndpoint, triggerSchema, workflowNodeSchema, workflowSchema, type Edge, type Endpoint, type Note, type Position, type Trigger, type Workflow, type WorkflowNode } from './workflow.ts';
