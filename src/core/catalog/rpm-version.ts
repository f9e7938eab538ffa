import { compareNumerals } from '../base/numerals.ts';

/** Epoch, version and release of a package; what is not stated is not compared. */
interface Evr {
  readonly epoch: string;
  readonly version: string;
  readonly release: string | undefined;
}

/**
 * Orders `[epoch:]version[-release]` as rpm does (rpmvercmp.c, rpmver.c); pacman uses the same order (vercmp(8)). A
 * version without a release comes before the same with one.
 */
export function rpmVersionCompare(a: string, b: string): number {
  const order = rpmVersionOverlap(a, b);
  if (order !== 0) return order;
  const [left, right] = [parsed(a).release, parsed(b).release];
  return Number(left !== undefined) - Number(right !== undefined);
}

/** The same, where a version without a release stands for all of its releases, as in dependencies (rpmds.c). */
export function rpmVersionOverlap(a: string, b: string): number {
  const left = parsed(a);
  const right = parsed(b);
  const epochs = compareSegments(left.epoch, right.epoch);
  if (epochs !== 0) return epochs;
  const versions = compareSegments(left.version, right.version);
  if (versions !== 0 || left.release === undefined || right.release === undefined) return versions;
  return compareSegments(left.release, right.release);
}

function parsed(text: string): Evr {
  const [, epoch = '0', rest = text] = /^([0-9]*):(.*)$/s.exec(text) ?? [];
  const dash = rest.lastIndexOf('-');
  const release = dash < 0 ? undefined : rest.slice(dash + 1);
  return { epoch: epoch === '' ? '0' : epoch, version: dash < 0 ? rest : rest.slice(0, dash), release };
}

/** Runs of digits and of letters are compared one by one; `~` is before everything, `^` before everything but the end. */
function compareSegments(a: string, b: string): number {
  if (a === b) return 0;
  let i = 0;
  let j = 0;
  for (;;) {
    while (i < a.length && !/[A-Za-z0-9~^]/.test(a[i] ?? '')) i++;
    while (j < b.length && !/[A-Za-z0-9~^]/.test(b[j] ?? '')) j++;
    if (a[i] === '~' || b[j] === '~') {
      if (a[i] !== '~') return 1;
      if (b[j] !== '~') return -1;
      i++;
      j++;
      continue;
    }
    if (a[i] === '^' || b[j] === '^') {
      if (i >= a.length) return -1;
      if (j >= b.length) return 1;
      if (a[i] !== '^') return 1;
      if (b[j] !== '^') return -1;
      i++;
      j++;
      continue;
    }
    if (i >= a.length || j >= b.length) break;
    const digits = isDigit(a[i] ?? '');
    const left = run(a, i, digits);
    const right = run(b, j, digits);
    // A number is newer than a word.
    if (right === '') return digits ? 1 : -1;
    i += left.length;
    j += right.length;
    const order = digits ? compareNumerals(left, right) : left < right ? -1 : left > right ? 1 : 0;
    if (order !== 0) return order;
  }
  if (i >= a.length && j >= b.length) return 0;
  return i >= a.length ? -1 : 1;
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9';
}

function run(text: string, start: number, digits: boolean): string {
  let end = start;
  while (end < text.length && (digits ? isDigit(text[end] ?? '') : /[A-Za-z]/.test(text[end] ?? ''))) end++;
  return text.slice(start, end);
}
