import { isJsonObject, type JsonObject, own, ownObject, ownText } from '../base/json-shape.ts';
import { displayName, normalizePath } from '../base/names.ts';
import type { Reading, Scope } from '../model/reading.ts';
import { readJsonFile } from './json-file.ts';
import { listPresent } from './list-package.ts';
import { purl } from './purl.ts';
import { ReadingBuilder } from './reading-builder.ts';
import { resolveByName } from './satisfy-by-name.ts';
import { readTomlFile } from './toml-file.ts';
import type { Cataloger, CatalogFile } from './types.ts';

/** A crate as it is published: its manifest, and the commit it was packed from. Also in a vendored or cached registry. */
export const crateArchive: Cataloger = {
  id: 'crate.archive',
  title: 'Rust crate',
  spec: 'doc.rust-lang.org/cargo: The Manifest Format; cargo package (.cargo_vcs_info.json)',
  match: {
    globs: [
      '*/Cargo.toml',
      '*/.cargo_vcs_info.json',
      '**/registry/src/*/*/Cargo.toml',
      '**/registry/src/*/*/.cargo_vcs_info.json',
      '**/vendor/*/Cargo.toml',
      '**/vendor/*/.cargo-checksum.json',
    ],
  },
  needs: 'bytes',
  read(file): Reading {
    if (file.path.endsWith('/.cargo-checksum.json')) return readChecksums(file);
    return file.path.endsWith('.json') ? readCommit(file) : readManifest(file);
  },
  resolve: resolveByName,
};

function readManifest(file: CatalogFile): Reading {
  const out = new ReadingBuilder(file);
  const manifest = readTomlFile(out, file.bytes, 'as a crate');
  const crate = manifest === undefined ? undefined : own(manifest, 'package');
  // A manifest of a workspace alone is no crate.
  if (manifest === undefined || !isJsonObject(crate)) return out.done();
  const name = ownText(crate, 'name');
  const version = ownText(crate, 'version');
  if (!name || !version) {
    const missing = name ? 'version' : 'name';
    out.fault(
      'crate.identity',
      'error',
      `"${displayName(file.path)}" states no ${missing}; the crate is not listed.`,
    );
    return out.done();
  }
  const ref = file.path;
  const identity = purl({ type: 'cargo', name, version });
  if (!listPresent(out, { ref, name, version, purl: identity, pointer: '/package/name' })) return out.done();
  out.fact(ref, 'license', ownText(crate, 'license'), { role: 'declared', pointer: '/package/license' });
  for (const field of ['homepage', 'repository', 'description'])
    out.fact(ref, field, ownText(crate, field), { pointer: `/package/${field}` });
  out.fact(ref, 'requires-rust', ownText(crate, 'rust-version'), { pointer: '/package/rust-version' });
  if (ownText(crate, 'build') !== undefined)
    out.fact(ref, 'install-script', 'yes', { pointer: '/package/build' });
  for (const [key, scope] of TABLES) requireAll(out, ref, ownObject(manifest, key), key, scope);
  return out.done();
}

const TABLES: readonly (readonly [string, Scope])[] = [
  ['dependencies', 'runtime'],
  ['build-dependencies', 'build'],
  ['dev-dependencies', 'dev'],
];

function requireAll(
  out: ReadingBuilder,
  from: string,
  table: JsonObject,
  rawKind: string,
  scope: Scope,
): void {
  for (const [key, wanted] of Object.entries(table)) {
    const fields = isJsonObject(wanted) ? wanted : {};
    const constraint = typeof wanted === 'string' ? wanted : ownText(fields, 'version');
    const asked = {
      name: ownText(fields, 'package') ?? key,
      ...(constraint === undefined ? {} : { constraint }),
    };
    out.require({
      from,
      anyOf: [asked],
      scope: own(fields, 'optional') === true ? 'optional' : scope,
      rawKind,
    });
  }
}

/** What `cargo vendor` writes beside a crate: the digest of each file, and of the crate it was unpacked from. */
function readChecksums(file: CatalogFile): Reading {
  const out = new ReadingBuilder(file);
  const sums = readJsonFile(out, file, "as a crate's checksums");
  if (!isJsonObject(sums)) return out.done();
  const folder = file.path.slice(0, file.path.lastIndexOf('/'));
  const files = Object.entries(ownObject(sums, 'files')).flatMap(([path, digest]) =>
    typeof digest === 'string' && /^[0-9a-f]{64}$/.test(digest)
      ? [{ path: normalizePath(`${folder}/${path}`), digest: `sha256:${digest}` }]
      : [],
  );
  out.own(`${folder}/Cargo.toml`, files);
  const whole = ownText(sums, 'package');
  if (whole !== undefined && /^[0-9a-f]{64}$/.test(whole))
    out.fact(`${folder}/Cargo.toml`, 'integrity', `sha256:${whole}`, { pointer: '/package' });
  return out.done();
}

/** `cargo package` writes the commit it packed beside the manifest. */
function readCommit(file: CatalogFile): Reading {
  const out = new ReadingBuilder(file);
  const info = readJsonFile(out, file, "as a crate's origin");
  if (!isJsonObject(info)) return out.done();
  const manifest = `${file.path.slice(0, file.path.lastIndexOf('/'))}/Cargo.toml`;
  const git = ownObject(info, 'git');
  out.fact(manifest, 'source-commit', ownText(git, 'sha1'), { pointer: '/git/sha1' });
  if (own(git, 'dirty') === true) out.fact(manifest, 'source-modified', 'true', { pointer: '/git/dirty' });
  return out.done();
}
