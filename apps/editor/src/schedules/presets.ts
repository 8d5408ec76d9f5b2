import { later } from '../i18n/i18n.ts';

export interface Preset {
  readonly cron: string;
  readonly words: string;
}

/** Schedules that need no cron. */
export const presets: readonly Preset[] = [
  { cron: '*/15 * * * *', words: later('Every 15 minutes') },
  { cron: '0 * * * *', words: later('Every hour') },
  { cron: '0 6 * * *', words: later('Every day at 6:00') },
  { cron: '0 6 * * 1-5', words: later('Weekdays at 6:00') },
  { cron: '0 6 * * 1', words: later('Every Monday at 6:00') },
  { cron: '0 6 1 * *', words: later('The first of the month at 6:00') },
];

/** The preset that a cron expression is, if it is one. */
export function presetOf(cron: string): Preset | undefined {
  const plain = cron.trim().replaceAll(/\s+/g, ' ');
  return presets.find((preset) => preset.cron === plain);
}
