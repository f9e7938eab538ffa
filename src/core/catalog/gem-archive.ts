import { isJsonObject, type JsonObject, own, ownList, ownObject, ownText } from '../base/json-shape.ts';
import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { inflateBounded } from './bounded-inflate.ts';
import { listPresent } from './list-package.ts';
import { ReadingBuilder } from './reading-builder.ts';
import { gemPurl } from './ruby-gemspec.ts';
import type { Cataloger } from './types.ts';
import { readYamlFile } from './yaml-file.ts';

const METADATA = 'metadata.gz';
const CHECKSUMS = 'checksums.yaml.gz';

/** Metadata of a gem is some kilobytes; its list of files is the longest part. */
const MOST_METADATA = 16 * 2 ** 20;

/** A `.gem` that was not installed: `metadata.gz` in it. */
export const gemArchive: Cataloger = {
  id: 'gem.archive',
  title: 'Ruby gem archive',
  spec: 'guides.rubygems.org: Specification Reference; the tar of metadata.gz, data.tar.gz, checksums.yaml.gz',
  match: { globs: [METADATA, CHECKSUMS] },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const inflated = inflateBounded(file.bytes, MOST_METADATA);
    if (inflated.state !== 'whole') {
      const why = inflated.state === 'damaged' ? 'cannot be decompressed' : 'is too long';
      const lost = file.path === METADATA ? 'the gem is not listed' : 'its files were not held against it';
      out.fault('gem.metadata', 'error', `The gem's "${file.path}" ${why}; ${lost}.`);
      return out.done();
    }
    if (file.path === CHECKSUMS) return readChecksums(out, inflated.bytes);
    const metadata = readYamlFile(out, inflated.bytes, "as a gem's metadata");
    if (metadata === undefined) return out.done();
    const gem = isJsonObject(metadata) ? metadata : {};
    const name = ownText(gem, 'name');
    const version = versionOf(own(gem, 'version'));
    if (!name || !version) {
      const missing = name ? 'version' : 'name';
      out.fault(
        'gem.identity',
        'error',
        `"${displayName(file.path)}" states no ${missing}; the gem is not listed.`,
      );
      return out.done();
    }
    const ref = file.path;
    const identity = gemPurl(name, version, ownText(gem, 'platform'));
    if (listPresent(out, { ref, name, version, purl: identity, pointer: '/name' })) readFields(out, ref, gem);
    return out.done();
  },
};

/** Digests of the parts of a gem, by algorithm: what is measured anyway counts first. */
function readChecksums(out: ReadingBuilder, bytes: Uint8Array): Reading {
  const sums = readYamlFile(out, bytes, "as a gem's checksums");
  if (!isJsonObject(sums)) return out.done();
  const files = new Map<string, string>();
  for (const [name, length] of ALGORITHMS) {
    for (const [path, digest] of Object.entries(ownObject(sums, name))) {
      const hex = typeof digest === 'string' && /^[0-9a-f]+$/.test(digest) ? digest : '';
      if (hex.length === length && !files.has(path)) files.set(path, `${name.toLowerCase()}:${hex}`);
    }
  }
  out.own(
    METADATA,
    [...files].map(([path, digest]) => ({ path, digest })),
  );
  return out.done();
}

const ALGORITHMS = [
  ['SHA256', 64],
  ['SHA512', 128],
  ['SHA1', 40],
] as const;

function readFields(out: ReadingBuilder, ref: string, gem: JsonObject): void {
  for (const license of ownList(gem, 'licenses'))
    if (typeof license === 'string')
      out.fact(ref, 'license', license, { role: 'declared', pointer: '/licenses' });
  for (const author of ownList(gem, 'authors'))
    if (typeof author === 'string') out.fact(ref, 'author', author, { pointer: '/authors' });
  out.fact(ref, 'homepage', ownText(gem, 'homepage'), { pointer: '/homepage' });
  out.fact(ref, 'description', ownText(gem, 'summary'), { pointer: '/summary' });
  if (ownList(gem, 'extensions').length > 0)
    out.fact(ref, 'install-script', 'yes', { pointer: '/extensions' });
  for (const dependency of ownList(gem, 'dependencies')) {
    const name = isJsonObject(dependency) ? ownText(dependency, 'name') : undefined;
    if (!isJsonObject(dependency) || name === undefined) continue;
    const constraint = constraintOf(own(dependency, 'requirement'));
    const type = ownText(dependency, 'type') ?? ':runtime';
    const scope = type === ':development' ? 'dev' : 'runtime';
    out.require({
      from: ref,
      anyOf: [{ name, ...(constraint === '' ? {} : { constraint }) }],
      scope,
      rawKind: type,
    });
  }
}

/** `Gem::Version` is an object of one field. */
function versionOf(value: unknown): string | undefined {
  if (isJsonObject(value)) return versionOf(own(value, 'version'));
  return typeof value === 'string' ? value : undefined;
}

/** `Gem::Requirement` holds pairs of operator and version. */
function constraintOf(value: unknown): string {
  if (!isJsonObject(value)) return '';
  const pairs = ownList(value, 'requirements').slice(0, 20);
  return pairs
    .map((pair) => (Array.isArray(pair) ? `${String(pair[0]).slice(0, 4)} ${versionOf(pair[1]) ?? ''}` : ''))
    .filter((text) => text.trim() !== '')
    .join(', ');
}
