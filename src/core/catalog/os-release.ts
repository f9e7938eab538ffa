import { decodeUtf8Lossy } from '../base/bytes.ts';
import { linesOf } from '../base/lines.ts';
import { displayName } from '../base/names.ts';
import type { Tree } from '../image/tree.ts';
import type { Reading } from '../model/reading.ts';
import { lifetimeOf } from './lifetime.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger, Distro, FileReading } from './types.ts';

const FACTS: readonly (readonly [key: string, field: string])[] = [
  ['PRETTY_NAME', 'title'],
  ['VERSION', 'release'],
  ['VERSION_CODENAME', 'codename'],
  ['VARIANT_ID', 'variant'],
  ['IMAGE_ID', 'image'],
  ['IMAGE_VERSION', 'image-version'],
  ['ID_LIKE', 'derived-from'],
  ['HOME_URL', 'homepage'],
  ['SUPPORT_END', 'support-end'],
  ['CPE_NAME', 'cpe'],
];

const KEYS = new Set(['ID', 'VERSION_ID', ...FACTS.map(([key]) => key)]);

/** The operating system a tree says it is. */
export const osRelease: Cataloger = {
  id: 'os-release',
  title: 'Operating system',
  spec: 'os-release(5)',
  match: { globs: ['etc/os-release', 'usr/lib/os-release'] },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const values = parseOsRelease(decodeUtf8Lossy(file.bytes));
    // "If not set, a default of ID=linux may be used": a default is no statement, so nothing is listed.
    const id = values.get('ID')?.value;
    if (!id) {
      out.fault(
        'os-release.id',
        'warning',
        `"${displayName(file.path)}" has no ID; the operating system is not known.`,
      );
      return out.done();
    }
    const version = values.get('VERSION_ID')?.value;
    const pointerOf = (key: string) => ({ pointer: `line ${values.get(key)?.line ?? 1}` });
    const listed = out.find({
      ref: file.path,
      type: 'operating-system',
      name: id,
      ...(version ? { version } : {}),
      place: { path: file.path, state: 'present', ...pointerOf('ID') },
      how: 'measured',
    });
    if (!listed) return out.done();
    for (const [key, field] of FACTS) out.fact(file.path, field, values.get(key)?.value, pointerOf(key));
    return out.done();
  },
};

/**
 * The distribution, for package URLs: of the files that stand in the end, `etc/os-release` before `usr/lib` (it may be
 * overridden there); where none stands, of the one that was removed last.
 */
export function distroOf(tree: Tree, readings: readonly FileReading[]): Distro | undefined {
  const ranked = readings
    .filter(({ cataloger, reading }) => cataloger === osRelease.id && reading.found.length > 0)
    .map((file) => ({ file, until: lifetimeOf(tree, file).until }))
    .sort((a, b) => b.until - a.until || (a.file.path < b.file.path ? -1 : 1));
  const reading = ranked[0]?.file.reading;
  const found = reading?.found[0];
  if (reading === undefined || found === undefined) return undefined;
  const title = reading.facts.find(({ field }) => field === 'title')?.value;
  return { id: found.name, versionId: found.version, title: typeof title === 'string' ? title : undefined };
}

/** The `KEY=value` lines in use, as a shell would read them, without expansion; of a key given twice the last counts. */
export function parseOsRelease(text: string): Map<string, { readonly value: string; readonly line: number }> {
  const out = new Map<string, { readonly value: string; readonly line: number }>();
  let number = 0;
  for (const line of linesOf(text.replace(/^\ufeff/, ''))) {
    number++;
    const assignment = line.trim();
    const equals = assignment.indexOf('=');
    const key = assignment.slice(0, Math.max(0, equals));
    if (KEYS.has(key)) out.set(key, { value: unquote(assignment.slice(equals + 1)), line: number });
  }
  return out;
}

/** Takes off quotes; inside double ones, and outside of any, a backslash makes the next character plain. */
function unquote(text: string): string {
  const quote = text[0] === '"' || text[0] === "'" ? text[0] : '';
  let out = '';
  for (let at = quote.length; at < text.length && text[at] !== quote; at++) {
    if (text[at] === '\\' && quote !== "'" && at + 1 < text.length) at++;
    out += text[at];
  }
  return out;
}
