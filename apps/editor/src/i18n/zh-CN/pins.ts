/** Pinned outputs. */
export const pins = {
  Pinned: '已固定',
  'pinned outputs': '固定的输出',
  'Pin the outputs': '固定输出',
  'Unpin the outputs': '取消固定输出',
  'Pin these outputs: what follows gets them, whatever is before': '固定这些输出：无论前面如何，后面的节点都使用它们',
  'Unpin: this node has the outputs of run {{number}} and does not run': '取消固定：此节点使用第 {{number}} 次运行的输出，不会运行',
  'Nothing to pin': '没有可固定的内容',
  'Run this node first: then its outputs can be pinned.': '请先运行此节点，然后才能固定其输出。',
  'Pin or unpin the outputs': '固定或取消固定输出',
};
