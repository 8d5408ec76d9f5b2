/** Copying, disabling, and merging on the canvas. */
export const editing = {
  'disable or enable': '停用或启用',
  'Disable this node': '停用此节点',
  'Enable this node': '启用此节点',
  Disable: '停用',
  Enable: '启用',
  disabled: '已停用',
  'This node is disabled: a run skips it and all that depends on it.': '此节点已停用：运行时会跳过它以及依赖它的所有节点。',
  'copy, cut, paste': '复制、剪切、粘贴',
  'select all': '全选',
  'Nothing was copied': '没有复制任何内容',
  'Nothing was pasted': '没有粘贴任何内容',
  'This browser does not let the page write to the clipboard: press Ctrl+C or ⌘C on the canvas instead': '此浏览器不允许页面写入剪贴板：请在画布上按 Ctrl+C 或 ⌘C',
  'This browser does not let the page read the clipboard: press Ctrl+V or ⌘V on the canvas instead': '此浏览器不允许页面读取剪贴板：请在画布上按 Ctrl+V 或 ⌘V',
};
