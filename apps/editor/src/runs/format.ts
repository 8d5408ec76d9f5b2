// How numbers and times read on the page.
import { shownLanguage, t } from '../i18n/i18n.ts';

function whole(value: number): string {
  return new Intl.NumberFormat(shownLanguage(), { maximumFractionDigits: 0 }).format(value);
}

/** 4800 → "4,800"; 0.98125 → "0.981"; 0.00002 → "2e-5". */
export function formatNumber(value: number): string {
  if (Number.isInteger(value)) return whole(value);
  const size = Math.abs(value);
  if (size >= 1000) return whole(value);
  if (size >= 100) return value.toFixed(1);
  if (size >= 0.001) return String(Number(value.toPrecision(size >= 1 ? 4 : 3)));
  return value.toExponential(1).replace('.0e', 'e');
}

/** 4.2 → "4 s"; 75 → "1 min 15 s"; 7500 → "2 h 5 min". */
export function formatSeconds(seconds: number): string {
  if (seconds < 1) return t('< 1 s');
  const total = Math.round(seconds);
  if (total < 60) return t('{{seconds}} s', { seconds: total });
  const minutes = Math.floor(total / 60);
  if (minutes < 60) return total % 60 === 0 ? t('{{minutes}} min', { minutes }) : t('{{minutes}} min {{seconds}} s', { minutes, seconds: total % 60 });
  return minutes % 60 === 0 ? t('{{hours}} h', { hours: minutes / 60 }) : t('{{hours}} h {{minutes}} min', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

/** Time between two ISO 8601 instants: "0.24 s", "3.1 s", "1 min 15 s". */
export function formatDuration(from: string, to: string): string {
  return formatMilliseconds(Date.parse(to) - Date.parse(from));
}

/** 240 → "0.24 s"; 75000 → "1 min 15 s". */
export function formatMilliseconds(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds / 1000);
  if (seconds < 1) return t('{{seconds}} s', { seconds: seconds.toFixed(2) });
  return seconds < 60 ? t('{{seconds}} s', { seconds: seconds.toFixed(1) }) : formatSeconds(seconds);
}

/** 1536 → "1.5 KiB". */
export function formatBytes(bytes: number): string {
  const units = [t('bytes'), 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** An instant in the language of the page: "14:05", or "Nov 3, 14:05" on another day. */
export function formatInstant(iso: string, now = new Date()): string {
  const date = new Date(iso);
  const { clock, calendar } = formatters(shownLanguage());
  const time = clock.format(date);
  if (date.toDateString() === now.toDateString()) return time;
  return t('{{day}}, {{time}}', { day: calendar.format(date), time });
}

/** The time of day of an instant, to the second: "14:05:07". */
export function formatTime(iso: string): string {
  return formatters(shownLanguage()).second.format(new Date(iso));
}

const made = new Map<string, { readonly clock: Intl.DateTimeFormat; readonly second: Intl.DateTimeFormat; readonly calendar: Intl.DateTimeFormat }>();

/** Kept, since making one takes longer than a hundred uses of it. */
function formatters(language: string) {
  let known = made.get(language);
  if (!known) {
    const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    known = { clock: new Intl.DateTimeFormat(language, time), second: new Intl.DateTimeFormat(language, { ...time, second: '2-digit' }), calendar: new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' }) };
    made.set(language, known);
  }
  return known;
}
