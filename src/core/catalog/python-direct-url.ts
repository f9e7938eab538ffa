import { isJsonObject, ownObject, ownText, textEntries } from '../base/json-shape.ts';
import type { Reading } from '../model/reading.ts';
import { readJsonFile } from './json-file.ts';
import { metadataBeside } from './python-records.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { CatalogFile } from './types.ts';

/** `direct_url.json` (PEP 610): where a distribution that came from no index came from. */
export function readDirectUrl(file: CatalogFile): Reading {
  const out = new ReadingBuilder(file);
  const direct = readJsonFile(out, file, 'as the origin of a package');
  if (!isJsonObject(direct)) return out.done();
  const ref = metadataBeside(file.path);
  out.fact(ref, 'download-url', ownText(direct, 'url'), { pointer: '/url' });
  const vcs = ownObject(direct, 'vcs_info');
  out.fact(ref, 'source-commit', ownText(vcs, 'commit_id'), { pointer: '/vcs_info/commit_id' });
  const archive = ownObject(direct, 'archive_info');
  const hashes = ownObject(archive, 'hashes');
  for (const [algorithm, hex] of textEntries(hashes)) {
    out.fact(ref, 'hash', `${algorithm}:${hex}`, { pointer: `/archive_info/hashes/${algorithm}` });
  }
  const single = /^([a-z0-9]+)=([0-9a-f]+)$/.exec(ownText(archive, 'hash') ?? '');
  const [, algorithm = '', hex = ''] = single ?? [];
  if (single !== null && ownText(hashes, algorithm) !== hex) {
    out.fact(ref, 'hash', `${algorithm}:${hex}`, { pointer: '/archive_info/hash' });
  }
  return out.done();
}
