import type { Model, ModelLineage, ModelVersion } from '@millrace/workflow';

/**
 * What is known of a version as Markdown, in the order of a model card (Mitchell et al. 2019, https://arxiv.org/abs/1810.03993): what it
 * is, how good it is, what it was made from and how.
 */
export function modelCard({ name, aliases }: Model, { version, hash, createdAt, metrics }: ModelVersion, lineage?: ModelLineage): string {
  const names = Object.entries(aliases).filter(([, named]) => named === version).map(([alias]) => alias);
  const files = lineage?.steps.flatMap(({ recipe }) => Object.entries(recipe?.files ?? {})) ?? [];
  const plugins = new Map(lineage?.steps.flatMap(({ recipe }) => (recipe ? [[recipe.plugin.name, recipe.plugin] as const] : [])));
  const figures = Object.entries(metrics).filter(([, value]) => value !== null);
  const sections = [
    `# ${name}, version ${version}`,
    lines(`Saved ${createdAt}${names.length > 0 ? `, known as ${names.join(', ')}` : ''}.`, `Content: \`${hash}\``),
    figures.length > 0 && `## Metrics\n${table(['metric', 'value'], figures.map(([metric, value]) => [metric, String(value)]))}`,
    lineage && `## Origin\n${lines(`Run ${lineage.run.number} of “${lineage.workflow.name}”, version ${lineage.run.workflowVersion}, ${lineage.run.queuedAt}.`, lineage.workflow.description)}`,
    files.length > 0 && `## Data\n${table(['file', 'fingerprint'], files.map(([path, fingerprint]) => [path, `\`${fingerprint}\``]))}`,
    lineage && lineage.steps.length > 0 && `## Steps\n${table(['step', 'type', 'parameters'], lineage.steps.map(({ nodeId, name: title, type, params }) => [title ?? nodeId, type, `\`${JSON.stringify(params)}\``]))}`,
    plugins.size > 0 && `## Code\n${table(['plugin', 'version', 'SHA-256'], [...plugins.values()].map((plugin) => [plugin.name, plugin.version, `\`${plugin.codeHash}\``]))}`,
  ];
  return `${sections.filter((section) => typeof section === 'string').join('\n\n')}\n`;
}

function lines(...said: readonly (string | undefined)[]): string {
  return said.filter((line) => line !== undefined && line !== '').join('\n\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')).join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}
