import { decodeUtf8Lossy } from '../base/bytes.ts';
import { linesOf } from '../base/lines.ts';
import { displayName, normalizePath } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { type Deb822Error, parseDeb822, type Stanza } from './deb822.ts';
import { readControlFields } from './debian-package.ts';
import { type OwnedFile, ReadingBuilder } from './reading-builder.ts';
import type { CatalogFile } from './types.ts';

/**
 * What dpkg's states mean for the files of a package (dpkg(1), "Package states"). `there`: all are on the disk;
 * `gone`: none but configuration; `unclear`: the database does not tell.
 */
const FILES: Record<string, 'there' | 'gone' | 'unclear'> = {
  installed: 'there',
  'triggers-pending': 'there',
  'triggers-awaited': 'there',
  'half-configured': 'there',
  unpacked: 'there',
  'half-installed': 'unclear',
  unknown: 'unclear',
  'config-files': 'gone',
  'not-installed': 'gone',
};

/** Packages in one state that is not plainly installed. */
interface Unfinished {
  count: number;
  readonly names: string[];
}

/** Most names that a sentence lists. */
const NAMED = 10;

/**
 * Reads `status`, or a file of `status.d`, which holds one paragraph without `Status`. Package URLs are left to
 * `resolve`, which knows the distribution.
 */
export function readDatabase(file: CatalogFile): Reading {
  const out = new ReadingBuilder(file);
  const shared = file.path.endsWith('/status');
  const size = file.bytes.length;
  const cut = shared && size > 0 && file.bytes[size - 1] !== 0x0a;
  // The last line may hold half a value.
  const text = decodeUtf8Lossy(cut ? file.bytes.subarray(0, file.bytes.lastIndexOf(0x0a) + 1) : file.bytes);
  let error: Deb822Error | undefined;
  let errors = 0;
  const onError = (one: Deb822Error) => {
    error ??= one;
    errors++;
  };
  const states = new Map<string, Unfinished>();
  const refs = new Set<string>();
  let last: Stanza | undefined;
  for (const stanza of parseDeb822(text, onError)) {
    if (last !== undefined) readPackage(out, last, shared, states, refs);
    last = stanza;
    if (out.full) break;
  }
  if (last !== undefined && (!cut || isWhole(last))) readPackage(out, last, shared, states, refs);
  if (cut) {
    const name = short(last?.fields.get('package') ?? '');
    out.fault(
      'dpkg.truncated',
      'error',
      `"${file.path}" ends inside the record of "${name}", at byte ${size}; kept from it: ${packages(refs.size)}.`,
      size,
    );
  }
  if (error !== undefined) {
    const more = errors === 1 ? '' : `, and ${(errors - 1).toLocaleString('en')} more`;
    out.fault(
      'dpkg.syntax',
      'warning',
      `Line ${error.line} of "${file.path}" is ${error.what}${more}; what else its record says was kept.`,
    );
  }
  for (const [state, unfinished] of states) sayState(out, state, unfinished);
  return out.done();
}

function readPackage(
  out: ReadingBuilder,
  stanza: Stanza,
  shared: boolean,
  states: Map<string, Unfinished>,
  refs: Set<string>,
): void {
  const { fields } = stanza;
  const name = fields.get('package') ?? '';
  const version = fields.get('version') ?? '';
  const architecture = fields.get('architecture') ?? '';
  const status = fields.get('status');
  const word = status === undefined ? 'installed' : (status.split(/[ \t]+/)[2] ?? '');
  const state = Object.hasOwn(FILES, word) ? word : 'unknown';
  const files = FILES[state];
  if (state !== 'installed') {
    const unfinished = states.get(state) ?? { count: 0, names: [] };
    unfinished.count++;
    if (unfinished.names.length < NAMED) unfinished.names.push(short(`${name} ${version}`.trim()));
    states.set(state, unfinished);
  }
  if (files !== 'there') return;

  if (name === '' || version === '' || architecture === '') {
    const missing = name === '' ? 'Package' : version === '' ? 'Version' : 'Architecture';
    const whose = name === '' ? '' : ` of "${short(name)}"`;
    out.fault(
      'dpkg.incomplete-record',
      'error',
      `The record${whose} at line ${stanza.line} of "${out.path}" has no ${missing}; the package is not listed.`,
    );
    return;
  }
  const ref = `${name}:${architecture}`;
  if (refs.has(ref)) {
    out.fault(
      'dpkg.duplicate',
      'warning',
      `"${out.path}" has a second record of "${displayName(ref)}", at line ${stanza.line}; the first one counts.`,
    );
    return;
  }
  const place = { path: out.path, state: 'present', pointer: `line ${stanza.line}` } as const;
  if (!out.find({ ref, type: 'library', name, version, place, how: 'measured' })) return;
  refs.add(ref);
  if (status === undefined && shared) {
    out.fault(
      'dpkg.no-status',
      'warning',
      `The record of "${displayName(ref)}" has no Status; it counts as installed.`,
    );
  } else if (status !== undefined && status !== 'install ok installed') out.fact(ref, 'status', status);
  readControlFields(out, ref, stanza);
  const conffiles = fields.get('conffiles');
  if (conffiles !== undefined) out.own(ref, configuration(conffiles, out.limits.path));
}

/** `Conffiles`: a path and the digest it was shipped with a line; the administrator may change them. */
function* configuration(value: string, longest: number): Generator<OwnedFile> {
  for (const line of linesOf(value)) {
    const text = line.trim().replace(/ obsolete$/, '');
    const space = text.lastIndexOf(' ');
    const digest = text.slice(space + 1);
    const given = text.slice(0, Math.max(0, space)).trim();
    const path = given.length > longest ? given : normalizePath(given);
    if (path !== '' && /^[0-9a-f]{32}$/.test(digest))
      yield { path, digest: `md5:${digest}`, mayDiffer: true };
  }
}

function isWhole({ fields }: Stanza): boolean {
  return ['package', 'version', 'architecture'].every((field) => fields.has(field));
}

function sayState(out: ReadingBuilder, state: string, { count, names }: Unfinished): void {
  const files = FILES[state] ?? 'unclear';
  const rest = count > names.length ? ` and ${(count - names.length).toLocaleString('en')} more` : '';
  const meaning = {
    there: 'the files are there, but dpkg has not finished; listed as present',
    gone: 'only configuration files were left; not listed',
    unclear: 'the database does not tell which files are there; not listed',
  }[files];
  out.fault(
    'dpkg.state',
    files === 'gone' ? 'info' : 'warning',
    `${packages(count)} in state "${state}": ${meaning} (${names.join(', ')}${rest}).`,
  );
}

/** A name as a sentence can hold it. */
function short(name: string): string {
  return displayName(name.slice(0, 80));
}

function packages(count: number): string {
  return count === 1 ? '1 package' : `${count.toLocaleString('en')} packages`;
}
