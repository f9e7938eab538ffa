import { UsageError } from './usage.ts';

/** `--now`: the time the report carries. No verdict depends on it. */
export function readNow(text: string | undefined): string {
  if (text === undefined) return new Date().toISOString();
  const time = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d/.test(text) ? new Date(text) : new Date(Number.NaN);
  if (Number.isNaN(time.getTime())) throw new UsageError(`--now: "${text}" is not an RFC 3339 time`);
  return time.toISOString();
}
