import { decodeUtf8Lossy } from '../base/bytes.ts';
import { linesOf } from '../base/lines.ts';
import type { Reading } from '../model/reading.ts';
import { requirePython } from './python-metadata.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { CatalogFile } from './types.ts';

/** The metadata file beside a file of a `.dist-info` or `.egg-info` folder: the ref of its distribution. */
export function metadataBeside(path: string): string {
  const folder = path.slice(0, path.lastIndexOf('/'));
  return `${folder}/${folder.endsWith('.dist-info') ? 'METADATA' : 'PKG-INFO'}`;
}

/** `RECORD`: the files of a distribution as CSV, relative to the folder it is installed in. */
export function readRecord(file: CatalogFile): Reading {
  const out = new ReadingBuilder(file);
  const info = file.path.slice(0, file.path.lastIndexOf('/'));
  const site = info.slice(0, Math.max(0, info.lastIndexOf('/')));
  out.own(metadataBeside(file.path), recorded(site, decodeUtf8Lossy(file.bytes), out.limits.path));
  return out.done();
}

/** Paths in the tree. One that is too long stays as it is: it will be refused. */
function* recorded(site: string, text: string, longest: number): Generator<string> {
  for (const line of linesOf(text)) {
    const given = firstCell(line);
    const path = given.length > longest ? given : resolvePath(site, given);
    if (path !== undefined) yield path;
  }
}

/** The first cell of a CSV line; in quotes when it holds a comma. */
function firstCell(line: string): string {
  if (!line.startsWith('"'))
    return line.slice(0, line.indexOf(',') < 0 ? line.length : line.indexOf(',')).trim();
  const quoted = /^"((?:[^"]|"")*)"/.exec(line)?.[1] ?? '';
  return quoted.replace(/""/g, '"');
}

/** A path from a folder of the tree; `undefined` for nothing and for what leaves the tree. */
function resolvePath(from: string, path: string): string | undefined {
  if (path === '') return undefined;
  const out = path.startsWith('/') ? [] : from.split('/').filter((segment) => segment !== '');
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') out.push(segment);
    else if (out.pop() === undefined) return undefined;
  }
  return out.join('/');
}

/** `INSTALLER`: the tool that installed the distribution, in one line. */
export function readInstaller(file: CatalogFile): Reading {
  const out = new ReadingBuilder(file);
  const tool = decodeUtf8Lossy(file.bytes.subarray(0, 200)).split('\n', 1)[0];
  out.fact(metadataBeside(file.path), 'installer', tool, { pointer: 'line 1' });
  return out.done();
}

/** `requires.txt` of setuptools: requirements, then sections `[extra]`, `[extra:marker]` or `[:marker]`. */
export function readRequiresTxt(file: CatalogFile): Reading {
  const out = new ReadingBuilder(file);
  const from = metadataBeside(file.path);
  let condition = '';
  for (const raw of linesOf(decodeUtf8Lossy(file.bytes))) {
    if (out.full) break;
    const line = raw.trim();
    if (line.startsWith('[') && line.endsWith(']')) condition = sectionMarker(line.slice(1, -1));
    else if (line !== '' && !line.startsWith('#')) requirePython(out, from, line, 'requires.txt', condition);
  }
  return out.done();
}

function sectionMarker(section: string): string {
  const colon = section.indexOf(':');
  const extra = (colon < 0 ? section : section.slice(0, colon)).trim();
  const marker = colon < 0 ? '' : section.slice(colon + 1).trim();
  const needs = extra === '' ? '' : `extra == "${extra}"`;
  return [marker, needs].filter((part) => part !== '').join(' and ');
}
