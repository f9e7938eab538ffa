import type { DigestAlgorithm } from '../base/digest.ts';
import { isJsonObject, type JsonObject, own, ownList, ownText } from '../base/json-shape.ts';
import { type Platform, readPlatform } from './config.ts';

/** A content descriptor (OCI image-spec, descriptor.md), narrowed field by field: what is not right is not there. */
export interface Descriptor {
  readonly mediaType: string | undefined;
  readonly digest: string | undefined;
  readonly size: number | undefined;
  readonly urls: readonly string[];
  readonly annotations: Readonly<Record<string, string>>;
  readonly artifactType: string | undefined;
  readonly platform: Platform | undefined;
}

export function readDescriptor(value: unknown): Descriptor | undefined {
  if (!isJsonObject(value)) return undefined;
  const size = own(value, 'size');
  const platform = own(value, 'platform');
  return {
    mediaType: ownText(value, 'mediaType'),
    digest: ownText(value, 'digest'),
    size: typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 ? size : undefined,
    urls: ownList(value, 'urls').filter((url) => typeof url === 'string'),
    annotations: readStrings(value, 'annotations'),
    artifactType: ownText(value, 'artifactType'),
    platform: isJsonObject(platform) ? readPlatform(platform) : undefined,
  };
}

/** The string members of an object member, in an object without prototype. */
export function readStrings(object: JsonObject, key: string): Readonly<Record<string, string>> {
  const out: Record<string, string> = Object.create(null);
  const value = own(object, key);
  if (!isJsonObject(value)) return out;
  for (const [name, text] of Object.entries(value)) if (typeof text === 'string') out[name] = text;
  return out;
}

/** A digest as descriptors write it. */
export type ReadDigest =
  | { readonly state: 'known'; readonly algorithm: DigestAlgorithm; readonly path: string }
  /** The grammar holds, but the algorithm is none of the registered ones. */
  | { readonly state: 'unsupported'; readonly path: string }
  /** Not a digest at all: never becomes a path. */
  | { readonly state: 'invalid' };

const KNOWN: readonly [DigestAlgorithm, RegExp][] = [
  ['sha256', /^sha256:[0-9a-f]{64}$/],
  ['sha384', /^sha384:[0-9a-f]{96}$/],
  ['sha512', /^sha512:[0-9a-f]{128}$/],
];
const GRAMMAR = /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[a-zA-Z0-9=_-]+$/;

/** Reads a digest and says where an OCI layout keeps its blob (image-spec, descriptor.md "Digests", image-layout.md). */
export function readDigest(digest: string): ReadDigest {
  const path = `blobs/${digest.replace(':', '/')}`;
  for (const [algorithm, pattern] of KNOWN) {
    if (pattern.test(digest)) return { state: 'known', algorithm, path };
  }
  const registered = /^sha(?:256|384|512):/.test(digest);
  return !registered && digest.length <= 512 && GRAMMAR.test(digest)
    ? { state: 'unsupported', path }
    : { state: 'invalid' };
}
