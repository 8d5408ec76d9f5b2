// The timeline in words, for titles and for those who hear the page.
import { t } from '../i18n/i18n.ts';
import { attemptUsageWords } from '../queue/use-wait.ts';
import { formatMilliseconds } from '../runs/format.ts';
import type { Bar, CriticalPath } from './timeline.ts';

/** Nodes of the critical path that are named; the middle of a longer one is left out. */
const named = 6;

/** "Critical path: Load → Train: 1 min 12 s, 58.0 s of it at work". */
export function criticalWords({ nodeIds, milliseconds, working }: CriticalPath, nameOf: (nodeId: string) => string): string {
  if (nodeIds.length === 0) return t('Nothing has begun yet.');
  const names = nodeIds.map(nameOf);
  const shown = names.length <= named ? names : [...names.slice(0, named / 2), t('{{count}} more', { count: names.length - named }), ...names.slice(-named / 2)];
  return t('Critical path: {{path}}: {{total}}, {{working}} of it at work', { path: shown.join(' → '), total: formatMilliseconds(milliseconds), working: formatMilliseconds(working) });
}

/** What a bar stands for, and how long it took, counted from `start`. */
export function barWords(bar: Bar, start: number): string {
  const length = formatMilliseconds(bar.to - bar.from);
  const at = formatMilliseconds(bar.from - start);
  switch (bar.kind) {
    case 'waiting':
      return t('waited {{length}}', { length });
    case 'paused':
      return t('paused for {{length}}', { length });
    case 'reused':
      return t('reused at {{at}}', { at });
    case 'skipped':
      return t('skipped at {{at}}', { at });
    case 'cancelled':
      return t('cancelled at {{at}}', { at });
    case 'attempt':
      return [attemptWords(bar.outcome ?? 'running', { attempt: bar.attempt ?? 1, length }), ...(bar.usage ? [attemptUsageWords(bar.usage)] : [])].join(t(', '));
    default:
      return bar.kind satisfies never;
  }
}

function attemptWords(outcome: NonNullable<Bar['outcome']>, values: { readonly attempt: number; readonly length: string }): string {
  switch (outcome) {
    case 'running':
      return t('attempt {{attempt}} has run for {{length}}', values);
    case 'succeeded':
      return t('attempt {{attempt}} succeeded after {{length}}', values);
    case 'failed':
      return t('attempt {{attempt}} failed after {{length}}', values);
    case 'paused':
      return t('attempt {{attempt}} was paused after {{length}}', values);
    case 'cancelled':
      return t('attempt {{attempt}} was cancelled after {{length}}', values);
    default:
      return outcome satisfies never;
  }
}
