// Workflows of any size, of node types that come with Millrace.

const perRow = 25;
const [across, down] = [300, 210];

/** A workflow of `count` nodes in rows of 25 that are wired from left to right; `scattered` lays them out without order. */
export function manyNodes(count, { scattered = false } = {}) {
  const nodes = [];
  const edges = [];
  const layout = {};
  for (let index = 0; index < count; index++) {
    const [row, column] = [Math.floor(index / perRow), index % perRow];
    const id = `n${index}`;
    const type = typeAt(column);
    nodes.push({ id, type, params: type === 'data.load' ? { path: 'examples/data/seattle-weather.csv' } : {} });
    if (column > 0) edges.push({ from: `n${index - 1}.${typeAt(column - 1) === 'data.split' ? 'train' : 'table'}`, to: `${id}.table` });
    layout[id] = scattered ? [shuffled(index, count) * 37 % 9000, shuffled(index + 7, count) * 53 % 5000] : [column * across, row * down];
  }
  return { millrace: 1, name: `${count} nodes`, nodes, edges, layout, notes: [], triggers: [] };
}

/** One column of independent nodes, `columns` wide: what is watched while they report. */
export function reporters(count, columns) {
  const nodes = Array.from({ length: count }, (_, index) => ({ id: `n${index}`, type: 'data.clean', params: {} }));
  const layout = Object.fromEntries(nodes.map(({ id }, index) => [id, [(index % columns) * across, Math.floor(index / columns) * down]]));
  return { millrace: 1, name: `${count} reporters`, nodes, edges: [], layout, notes: [], triggers: [] };
}

function typeAt(column) {
  return column === 0 ? 'data.load' : column === perRow - 2 ? 'data.split' : column === perRow - 1 ? 'data.profile' : 'data.clean';
}

// A fixed order that looks like none: each index once.
function shuffled(index, count) {
  return (index * 7919) % count;
}
