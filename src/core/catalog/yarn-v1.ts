import { linesOf } from '../base/lines.ts';

/** One entry of a lockfile of Yarn 1: what it was asked for as, its fields, and what it needs. */
export interface YarnV1Entry {
  /** `@babel/core@^7.0.0` */
  readonly descriptors: readonly string[];
  readonly fields: ReadonlyMap<string, string>;
  readonly dependencies: readonly (readonly [kind: string, name: string, range: string])[];
  readonly line: number;
}

/** Reads the indented text that Yarn 1 writes. Lines of any other form end nothing and are counted as `unread`. */
export function parseYarnV1(text: string): {
  readonly entries: readonly YarnV1Entry[];
  readonly unread: number;
} {
  const entries: YarnV1Entry[] = [];
  let fields = new Map<string, string>();
  let dependencies: [string, string, string][] = [];
  let group = '';
  let unread = 0;
  let line = 0;
  let open = false;
  for (const full of linesOf(text)) {
    line++;
    const content = full.trim();
    if (content === '' || content.startsWith('#')) continue;
    const indent = full.length - full.trimStart().length;
    if (indent === 0) {
      open = content.endsWith(':');
      if (!open) unread++;
      fields = new Map();
      dependencies = [];
      group = '';
      const descriptors = content.slice(0, -1).split(', ').map(unquoted);
      if (open) entries.push({ descriptors, fields, dependencies, line });
      continue;
    }
    if (!open) continue;
    if (indent === 2 && content.endsWith(':')) {
      group = content.slice(0, -1);
      continue;
    }
    const [, key, value] = /^("[^"]*"|[^\s"]+)\s+(\S.*)$/.exec(content) ?? [];
    if (key === undefined || value === undefined) unread++;
    else if (indent === 2) fields.set(unquoted(key), unquoted(value));
    else if (group !== '') dependencies.push([group, unquoted(key), unquoted(value)]);
  }
  return { entries, unread };
}

function unquoted(text: string): string {
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}
