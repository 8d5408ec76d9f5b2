/** What a network is told of a date: the year as a number, the others as a point on a circle, so that December lies next to January. */
export const dateParts = ['year', 'day of year', 'day of week', 'time of day'] as const;
export type DatePart = (typeof dateParts)[number];

const pattern = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?)?/;
const day = 86_400_000;

/** The parts of a date in ISO 8601, the year as it is and the others as a share of their circle, from 0 to 1; undefined if it is no such date. */
export function partsOfDate(text: string | null): Readonly<Record<DatePart, number>> | undefined {
  const match = text === null ? null : pattern.exec(text);
  if (!match) return undefined;
  const [year, month, date, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0)) as [number, number, number, number, number, number]; // six groups
  const midnight = new Date(0).setUTCFullYear(year, month - 1, date);
  const newYear = new Date(0).setUTCFullYear(year, 0, 1);
  const nextYear = new Date(0).setUTCFullYear(year + 1, 0, 1);
  return {
    year,
    'day of year': (midnight - newYear) / (nextYear - newYear),
    'day of week': new Date(midnight).getUTCDay() / 7,
    'time of day': ((hour * 60 + minute) * 60 + second) * 1000 / day,
  };
}
