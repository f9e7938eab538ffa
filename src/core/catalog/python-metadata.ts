import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { type Header, parseCoreMetadata } from './core-metadata.ts';
import { needsExtra, parseRequirement } from './pep508.ts';
import { purl } from './purl.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { CatalogFile } from './types.ts';

/** Reads `METADATA` or `PKG-INFO`. The ref of the distribution is the file's path. */
export function readMetadata(file: CatalogFile): Reading {
  const out = new ReadingBuilder(file);
  const headers = parseCoreMetadata(file.bytes);
  const name = first(headers, 'name');
  const version = first(headers, 'version');
  if (!name || !version) {
    const missing = name ? 'Version' : 'Name';
    out.fault(
      'python.metadata',
      'error',
      `"${displayName(file.path)}" has no ${missing}; the package is not listed.`,
    );
    return out.done();
  }
  const identity = purl({ type: 'pypi', name: name.value, version: version.value });
  const listed = out.find({
    ref: file.path,
    type: 'library',
    name: name.value,
    version: version.value,
    ...(identity === undefined ? {} : { purl: identity }),
    place: { path: file.path, state: 'present', pointer: `line ${name.line}` },
    how: 'measured',
  });
  if (!listed) return out.done();
  readFacts(out, file.path, headers);
  for (const { name, value } of headers) {
    if (name === 'requires-dist') requirePython(out, file.path, value, 'Requires-Dist');
  }
  return out.done();
}

/** Adds a requirement; what reads as none is left out. `extra` is a name that must be asked for. */
export function requirePython(
  out: ReadingBuilder,
  from: string,
  text: string,
  rawKind: string,
  extra = '',
): void {
  const asked = parseRequirement(text);
  if (asked === undefined) return;
  const marker = [asked.marker, extra].filter((part) => part !== '').join(' and ');
  const constraint = [asked.specifier, marker === '' ? '' : `; ${marker}`]
    .filter((part) => part !== '')
    .join(' ');
  out.require({
    from,
    anyOf: [{ name: asked.name, ...(constraint === '' ? {} : { constraint }) }],
    scope: needsExtra(marker) ? 'optional' : 'runtime',
    rawKind,
  });
}

const FACTS: Record<string, string | undefined> = {
  summary: 'description',
  'home-page': 'homepage',
  author: 'author',
  'author-email': 'author',
  maintainer: 'maintainer',
  'maintainer-email': 'maintainer',
  'requires-python': 'requires-python',
  'license-expression': 'license',
  license: 'license',
};

const REPOSITORY_LABELS = new Set(['source', 'sourcecode', 'repository', 'github', 'code', 'sources']);

function readFacts(out: ReadingBuilder, ref: string, headers: readonly Header[]): void {
  for (const { name, value, line } of headers) {
    const pointer = `line ${line}`;
    const field = Object.hasOwn(FACTS, name) ? FACTS[name] : undefined;
    // setuptools writes UNKNOWN for what it was not told.
    if (field === 'license' && value !== 'UNKNOWN')
      out.fact(ref, field, value, { role: 'declared', pointer });
    else if (field !== undefined && value !== 'UNKNOWN') out.fact(ref, field, value, { pointer });
    else if (name === 'classifier' && value.startsWith('License ::')) {
      out.fact(ref, 'license', value.slice(value.lastIndexOf('::') + 2), { role: 'declared', pointer });
    } else if (name === 'project-url') readProjectUrl(out, ref, value, pointer);
  }
}

/** `Label, URL` (core metadata, Project-URL). */
function readProjectUrl(out: ReadingBuilder, ref: string, value: string, pointer: string): void {
  const comma = value.indexOf(',');
  const label = value
    .slice(0, Math.max(0, comma))
    .toLowerCase()
    .replace(/[^a-z]/g, '');
  const url = value.slice(comma + 1);
  if (REPOSITORY_LABELS.has(label)) out.fact(ref, 'repository', url, { pointer });
  if (label === 'homepage') out.fact(ref, 'homepage', url, { pointer });
}

function first(headers: readonly Header[], name: string): Header | undefined {
  return headers.find((header) => header.name === name && header.value !== '');
}
