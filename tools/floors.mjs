// The house, from the ground up. A project may import only from floors below its own; projects on a floor never see each
// other. `pure` projects run in the browser, in a worker and on the server alike: no Node, no DOM.
export const floors = [
  { name: 'ground', projects: ['packages/workflow', 'packages/tables', 'packages/tokenizers', 'packages/nn', 'packages/hub'] },
  { name: 'sdk', projects: ['packages/sdk', 'packages/serving'] },
  { name: 'engine', projects: ['packages/engine'] },
  { name: 'migrations', projects: ['migrations'] },
  { name: 'drivers', projects: ['packages/drivers'] },
  { name: 'plugins', projects: ['plugins/*'] },
  { name: 'apps', projects: ['apps/*'] },
];

export const pure = ['packages/workflow', 'packages/tokenizers', 'packages/sdk', 'packages/engine'];

/** Plugins use what a stranger can use, and nothing else. */
export const openToPlugins = ['packages/sdk', 'packages/workflow', 'packages/tables', 'packages/tokenizers', 'packages/nn', 'packages/serving'];
