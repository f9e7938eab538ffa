/** A span of time in milliseconds since 1970, both ends included. Without `to` it has not ended. */
export interface Window {
  readonly from: number;
  readonly to: number | undefined;
}

export function within(window: Window, time: number): boolean {
  return window.from <= time && (window.to === undefined || time <= window.to);
}

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

/** An RFC 3339 time in milliseconds; `undefined` for anything else, days that do not exist included. */
export function parseTime(text: string): number | undefined {
  const parts = RFC3339.exec(text);
  if (parts === null) return undefined;
  const [year = 0, month = 0, day = 0] = parts.slice(1, 4).map(Number);
  if (new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/** `2023-11-14T17:02:00Z`: seconds, UTC. */
export function timeText(time: number): string {
  return Number.isFinite(time) && Math.abs(time) <= 8.64e15
    ? new Date(time).toISOString().replace('.000Z', 'Z')
    : 'an impossible time';
}

export function windowText(window: Window): string {
  return `${timeText(window.from)} to ${window.to === undefined ? 'now on' : timeText(window.to)}`;
}
