import { normalizePath } from '../base/names.ts';
import type { Entry } from '../model/entry-table.ts';
import { type FaultLog, quoted } from './zip-faults.ts';

/**
 * Watches the names of one archive for what a reader must be told: names that leave the directory they are unpacked
 * in, and names that stand for the same file, on every system or on some.
 */
export class TarNames {
  readonly #log: FaultLog;
  /** What the codes of its faults begin with. */
  readonly #format: string;
  /** First path seen, by the path as a system that folds case and composes characters sees it. */
  readonly #seen = new Map<string, string>();
  /** Paths that share their folded form with an earlier one. */
  readonly #variants = new Set<string>();

  constructor(log: FaultLog, format = 'tar') {
    this.#log = log;
    this.#format = format;
  }

  /** `written` is the name as the archive has it; `entry.path` is that name normalized. */
  check(entry: Entry, written: string): void {
    const where = { entry: entry.path, offset: entry.headerOffset };
    if (written === '')
      this.#log.add(`${this.#format}.name.empty`, 'warning', 'A member has no name.', where);
    if (/^[/\\]|^[A-Za-z]:[/\\]/.test(written)) {
      this.#log.add(
        `${this.#format}.name.absolute`,
        'warning',
        `${quoted(written)} is an absolute name: a tool that follows it writes outside the directory it unpacks in.`,
        where,
      );
    }
    if (climbs(written)) {
      this.#log.add(
        `${this.#format}.name.traversal`,
        'warning',
        `${quoted(written)} has ".." segments: a tool that follows them writes outside the directory it unpacks in.`,
        where,
      );
    }
    if (written.includes('\0')) {
      this.#log.add(
        `${this.#format}.name.nul`,
        'warning',
        `${quoted(written)} holds a NUL, at which some tools end the name.`,
        where,
      );
    }
    if (entry.type === 'h') this.#checkHardLink(entry, where);
    this.#checkSame(entry, where);
  }

  #checkHardLink(entry: Entry, where: { entry: string; offset: number }): void {
    const target = entry.link ?? '';
    if (target === '' || normalizePath(target) === entry.path) {
      this.#log.add(
        `${this.#format}.link.self`,
        'warning',
        `${quoted(entry.path)} is a hard link to ${target === '' ? 'nothing' : 'itself'}.`,
        where,
      );
    } else if (climbs(target)) {
      this.#log.add(
        `${this.#format}.link.traversal`,
        'warning',
        `${quoted(entry.path)} is a hard link to ${quoted(target)}, which leaves the directory it is unpacked in.`,
        where,
      );
    }
  }

  #checkSame(entry: Entry, where: { entry: string; offset: number }): void {
    const { path } = entry;
    const key = fold(path);
    // A directory is kept with its slash: stating one twice is common and harmless.
    const mine = entry.type === 'd' ? `${path}/` : path;
    const first = this.#seen.get(key);
    if (first === undefined) {
      this.#seen.set(key, mine);
      return;
    }
    if (first === path || first === `${path}/` || this.#variants.has(path)) {
      const harmless = entry.type === 'd' && first === mine;
      this.#log.add(
        `${this.#format}.duplicate`,
        harmless ? 'info' : 'warning',
        harmless
          ? `The directory ${quoted(path)} is stated more than once.`
          : `${quoted(path)} is in the archive more than once: most tools keep the last, some the first.`,
        where,
      );
      return;
    }
    this.#variants.add(path);
    this.#log.add(
      `${this.#format}.name.collision`,
      'warning',
      `${quoted(path)} and ${quoted(first)} differ, but are one file where case or Unicode composition does not count.`,
      where,
    );
  }
}

/** Whether a name has a `..` segment, with either slash. */
function climbs(name: string): boolean {
  return name.includes('..') && /(?:^|[/\\])\.\.(?:[/\\]|$)/.test(name);
}

function fold(path: string): string {
  const composed = ASCII.test(path) ? path : path.normalize('NFC').toUpperCase();
  return composed.toLowerCase();
}

const ASCII = /^[\0-\x7f]*$/;
