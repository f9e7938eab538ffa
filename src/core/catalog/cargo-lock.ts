import { isJsonObject, type JsonObject, own, ownList, ownObject, ownText } from '../base/json-shape.ts';
import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { listStated } from './list-package.ts';
import { purl } from './purl.ts';
import { ReadingBuilder } from './reading-builder.ts';
import { readTomlFile } from './toml-file.ts';
import type { Cataloger } from './types.ts';
import { unmetFaults } from './unmet.ts';

/** What a Cargo lockfile states: crates with their checksums and the edges among them. */
export const cargoLock: Cataloger = {
  id: 'cargo.lock',
  title: 'Cargo lockfile',
  spec: 'doc.rust-lang.org/cargo: Cargo.toml vs Cargo.lock; lockfile versions 1 to 4',
  match: { globs: ['**/Cargo.lock'] },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const lock = readTomlFile(out, file.bytes, 'as a lockfile');
    if (lock === undefined) return out.done();
    if (!Array.isArray(own(lock, 'package'))) {
      out.fault(
        'cargo.lock',
        'error',
        `"${displayName(file.path)}" has no packages; it is no Cargo lockfile.`,
      );
      return out.done();
    }
    const crates = listCrates(out, lock);
    const unmet = relate(out, crates);
    const whose = `of crates in "${displayName(file.path)}"`;
    for (const one of unmetFaults('cargo.unmet', unmet, whose, 'in it')) out.report(one);
    return out.done();
  },
};

interface Locked {
  readonly ref: string;
  readonly name: string;
  readonly version: string;
  readonly source: string | undefined;
  readonly fields: JsonObject;
}

function listCrates(out: ReadingBuilder, lock: JsonObject): Locked[] {
  // Version 1 keeps checksums in a table of their own, by `checksum NAME VERSION (SOURCE)`.
  const metadata = ownObject(lock, 'metadata');
  const crates: Locked[] = [];
  for (const [index, fields] of ownList(lock, 'package').entries()) {
    if (out.full) break;
    const pointer = `/package/${index}`;
    const name = isJsonObject(fields) ? ownText(fields, 'name') : undefined;
    const version = isJsonObject(fields) ? ownText(fields, 'version') : undefined;
    if (!isJsonObject(fields) || !name || !version) {
      out.fault(
        'cargo.lock.package',
        'error',
        `The entry at ${pointer} has no name or no version; the other entries were kept.`,
      );
      continue;
    }
    const source = ownText(fields, 'source');
    const ref = `${out.path}#${pointer}`;
    // Crates without a source are the workspace's own.
    const type = source === undefined ? 'application' : 'library';
    const identity = purl({ type: 'cargo', name, version });
    if (!listStated(out, { ref, type, name, version, purl: identity, pointer })) continue;
    const checksum =
      ownText(fields, 'checksum') ?? ownText(metadata, `checksum ${name} ${version} (${source})`);
    if (checksum !== undefined && /^[0-9a-f]{64}$/.test(checksum))
      out.fact(ref, 'integrity', `sha256:${checksum}`, { pointer: `${pointer}/checksum` });
    out.fact(ref, 'installed-from', source, { pointer: `${pointer}/source` });
    crates.push({ ref, name, version, source, fields });
  }
  return crates;
}

/** `NAME`, `NAME VERSION` or `NAME VERSION (SOURCE)`: as much as tells the crate from others in the file. */
function relate(out: ReadingBuilder, crates: readonly Locked[]): number {
  const byText = new Map<string, Locked>();
  for (const crate of crates) {
    const { name, version, source } = crate;
    for (const text of [name, `${name} ${version}`, `${name} ${version} (${source})`])
      if (!byText.has(text)) byText.set(text, crate);
  }
  let unmet = 0;
  for (const { ref, fields } of crates) {
    for (const text of ownList(fields, 'dependencies')) {
      if (out.full) return unmet;
      const to = typeof text === 'string' ? byText.get(text) : undefined;
      if (to === undefined) unmet++;
      else
        out.relate({
          from: ref,
          to: to.ref,
          kind: 'dependsOn',
          scope: 'runtime',
          rawKind: 'dependencies',
          how: 'stated',
        });
    }
  }
  return unmet;
}
