import { plural } from '../../core/base/words.ts';

export { formatCount, listed, plural } from '../../core/base/words.ts';

/** Numbers, sizes, times and digests as a person reads them. One locale: the page speaks English. */
const UNITS = ['kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Decimal units, one place from a kilobyte on: `31 B`, `201.9 kB`, `25.9 MB`. */
export function formatSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.95 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value.toFixed(1)} ${UNITS[unit]}`;
}

/** `5,978,669 bytes`. */
export function formatBytes(bytes: number): string {
  return plural(bytes, 'byte');
}

/** `0.4 s`, `2.4 s`, `1 min 5 s`. */
export function formatDuration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Whole percent, kept below 100 until all is done. */
export function formatPercent(done: number, total: number): string {
  if (total <= 0) return '0 %';
  const share = Math.floor((100 * done) / total);
  return `${done < total ? Math.min(share, 99) : 100} %`;
}

export interface DigestParts {
  readonly algorithm: string;
  readonly head: string;
  readonly tail: string;
}

/** `sha256:HEX` or `HEX` in the two ends that are shown: 8 and 6 digits. A short value has no tail. */
export function digestParts(digest: string): DigestParts {
  const colon = digest.indexOf(':');
  const algorithm = colon < 0 ? '' : digest.slice(0, colon);
  const hex = digest.slice(colon + 1);
  if (hex.length <= 16) return { algorithm, head: hex, tail: '' };
  return { algorithm, head: hex.slice(0, 8), tail: hex.slice(-6) };
}

/** `74630677…7b973b`, for places where only text can stand. */
export function shortDigest(digest: string): string {
  const { head, tail } = digestParts(digest);
  return tail === '' ? head : `${head}…${tail}`;
}

/** A sentence or path with every long digest in it shortened. The whole belongs in the title. */
export function shortDigests(text: string): string {
  return text.replace(/\b[0-9a-f]{32,128}\b/g, (hex) => `${hex.slice(0, 8)}…${hex.slice(-6)}`);
}

/** The end of a long path, which tells more than its beginning: `…/esbuild/bin/esbuild`. */
export function pathEnd(path: string, most = 30): string {
  const short = shortDigests(path);
  if (short.length <= most) return short;
  const parts = short.split('/');
  let end = parts.pop() ?? short;
  for (
    let next = parts.pop();
    next !== undefined && next.length + end.length + 3 <= most;
    next = parts.pop()
  ) {
    end = `${next}/${end}`;
  }
  return `…/${end}`;
}
