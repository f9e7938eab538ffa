import { plural } from '../../text/format.ts';

const UNITS = [
  ['year', 365.25 * 86_400],
  ['month', 30.44 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** A length of time in its largest unit: `10 minutes`, `5 months`, `0 seconds`. */
export function lengthOf(milliseconds: number): string {
  const seconds = Math.abs(milliseconds) / 1000;
  const unit = UNITS.find(([, size]) => seconds >= 2 * size || (seconds >= size && size <= 3600));
  if (unit === undefined) return plural(Math.round(seconds), 'second');
  return plural(Math.round(seconds / unit[1]), unit[0]);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `31 Oct 2026`, in UTC. What is no time stays as it is. */
export function dayOf(instant: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** `14:02:11`, in UTC. */
export function clockOf(instant: string): string {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? instant : date.toISOString().slice(11, 19);
}
