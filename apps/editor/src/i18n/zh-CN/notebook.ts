/** The notebook. */
export const notebook = {
  View: '视图',
  Canvas: '画布',
  Notebook: '笔记本',
  'An empty notebook': '空笔记本',
  'Add a first node, or write what this workflow is for. The canvas shows the same.': '添加第一个节点，或写下此工作流的用途。画布显示相同的内容。',
  Node: '节点',
  Prose: '文字',
  'Add a node': '添加节点',
  'Nothing matches. Try a shorter word.': '没有匹配项。请尝试更短的词。',
  'Delete “{{title}}”': '删除“{{title}}”',
  'Markdown: # heading, **bold**, - list': 'Markdown：# 标题、**粗体**、- 列表',
  'Edit this prose': '编辑这段文字',
  'Delete this prose': '删除这段文字',
  'nothing yet': '尚未连接',
  'nothing (not needed)': '无（可选）',
};
