import { tableMetaSchema, type ArtifactRef, type NodeRun, type Progress } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';
import { formatBytes, formatNumber, formatSeconds } from './format.ts';

/** What a running node says about itself in one line: "epoch 2 of 3 · 412 examples/s · 12 s left". */
export function progressLine(progress: Progress | undefined): string {
  if (!progress) return t('running');
  const { detail = {}, message, etaSeconds } = progress;
  const said = message ?? detailWords(detail);
  const rate = detail.examplesPerSecond;
  const parts = [
    said,
    typeof rate === 'number' && !said.includes('/s') ? t('{{count}} examples/s', { count: formatNumber(Math.round(rate)) }) : '',
    etaSeconds === undefined || progress.fraction >= 1 ? '' : t('{{time}} left', { time: formatSeconds(etaSeconds) }),
  ].filter((part) => part !== '');
  return parts.length > 0 ? parts.join(' · ') : `${Math.round(progress.fraction * 100)} %`;
}

/** What came out, in one line, from what is known without reading it: "4,800 rows", "3,840 + 960 rows". */
export function outputsLine(outputs: NodeRun['outputs']): string | undefined {
  const refs = Object.values(outputs);
  const [first] = refs;
  const main = first && first.kind !== 'table' ? metaLine(first) : undefined; // what comes first is what the node is for
  if (main !== undefined) return main;
  const rows = refs.map(rowsOf).filter((count) => count !== undefined);
  if (rows.length > 0) return rows.length === 1 && rows[0] === 1 ? t('1 row') : t('{{count}} rows', { count: rows.map(formatNumber).join(' + ') });
  for (const ref of refs) {
    const line = metaLine(ref);
    if (line !== undefined) return line;
  }
  const stored = refs.find((ref) => ref.form !== 'value');
  return stored && `${t(stored.kind)}, ${formatBytes(stored.bytes)}`;
}

/** The one figure or word of a value that tells most: a metric, a status, a short text. */
export function valueLine(value: unknown): string | undefined {
  if (typeof value === 'string') return value.length > 40 ? `${value.slice(0, 39)}…` : value;
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const record: Readonly<Record<string, unknown>> = { ...value };
  if (typeof record.values === 'object' && record.values !== null) return valueLine(record.values);
  if (typeof record.status === 'string') return record.status;
  if (typeof record.model === 'string' && typeof record.version === 'number') return t('{{model}}, version {{version}}', { model: record.model, version: record.version });
  for (const name of ['accuracy', 'f1', 'macroF1', 'auc', 'loss']) {
    if (typeof record[name] === 'number') return `${t(words(name))} ${formatNumber(record[name])}`;
  }
  return firstFigure(record);
}

/** `examplesPerSecond` → "examples per second", `roc_auc` → "ROC AUC". */
export function words(name: string): string {
  return name.replaceAll(/[_-]+/g, ' ').replaceAll(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`)
    .replaceAll(/\b(roc|auc|f1|r2|mae|mse|rmse|mape|corrcoef)\b/g, (word) => special[word] ?? word.toUpperCase());
}

/** The name of a figure as a sweep has it, `NODE: FIGURE` where several nodes put it out, for people. */
export function figureWords(name: string): string {
  const at = name.lastIndexOf(': ') + 1;
  return at === 0 ? t(words(name)) : `${name.slice(0, at)} ${t(words(name.slice(at + 1)))}`;
}

const special: Readonly<Record<string, string>> = { r2: 'R²', corrcoef: 'correlation' };

function rowsOf(ref: ArtifactRef): number | undefined {
  if (ref.kind !== 'table') return undefined;
  const meta = tableMetaSchema.safeParse(ref.meta);
  return meta.success ? meta.data.rows : undefined;
}

function metaLine({ meta }: ArtifactRef): string | undefined {
  return firstFigure(meta ?? {}) ?? Object.values(meta ?? {}).find((value) => typeof value === 'string');
}

/** A count reads "1,461 rows", anything else "max length 128". */
function firstFigure(record: Readonly<Record<string, unknown>>): string | undefined {
  for (const [name, value] of Object.entries(record)) {
    if (typeof value !== 'number') continue;
    return Number.isInteger(value) && name.endsWith('s') ? `${formatNumber(value)} ${t(words(name))}` : `${t(words(name))} ${formatNumber(value)}`;
  }
  return undefined;
}

function detailWords(detail: NonNullable<Progress['detail']>): string {
  const { epoch, epochs, loss } = detail;
  const parts = [
    epoch === undefined ? '' : epochs === undefined ? t('epoch {{epoch}}', { epoch }) : t('epoch {{epoch}} of {{epochs}}', { epoch, epochs }),
    typeof loss === 'number' ? t('loss {{loss}}', { loss: formatNumber(loss) }) : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
