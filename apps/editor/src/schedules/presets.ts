export interface Preset {
  readonly cron: string;
  readonly words: string;
}

/** Schedules that need no cron. */
export const presets: readonly Preset[] = [
  { cron: '*/15 * * * *', words: 'Every 15 minutes' },
  { cron: '0 * * * *', words: 'Every hour' },
  { cron: '0 6 * * *', words: 'Every day at 6:00' },
  { cron: '0 6 * * 1-5', words: 'Weekdays at 6:00' },
  { cron: '0 6 * * 1', words: 'Every Monday at 6:00' },
  { cron: '0 6 1 * *', words: 'The first of the month at 6:00' },
];

/** The preset that a cron expression is, if it is one. */
export function presetOf(cron: string): Preset | undefined {
  const plain = cron.trim().replaceAll(/\s+/g, ' ');
  return presets.find((preset) => preset.cron === plain);
}
