import { type Bytes, includesAscii } from '../base/bytes.ts';
import { readJson } from '../base/json.ts';
import { isJsonObject } from '../base/json-shape.ts';
import type { Limits } from '../base/limits.ts';
import { readSignedParts, type SignedPart } from '../verify/jsf.ts';

const XML_SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#';

/** Signatures that a document carries in itself, checked as far as the document alone allows; `undefined` for none. */
export function readSignatures(
  kind: string,
  bytes: Bytes,
  limits: Limits,
): readonly SignedPart[] | undefined {
  if (kind === 'cyclonedx-xml') return includesAscii(bytes, XML_SIGNATURE) ? [XML] : undefined;
  // Most documents are not signed: they are not read a second time.
  if (kind !== 'cyclonedx-json' || !includesAscii(bytes, '"signature"')) return undefined;
  const json = readJson(bytes, limits);
  if (!json.ok || !isJsonObject(json.value.value)) return undefined;
  const parts = readSignedParts(json.value.value, json.value.duplicates.length > 0);
  return parts.length === 0 ? undefined : parts;
}

const XML: SignedPart = {
  pointer: '/Signature',
  over: '',
  algorithm: 'XML Signature',
  keyId: undefined,
  excludes: [],
  key: undefined,
  keyTitle: undefined,
  state: 'unsupported',
  why: 'The document carries an XML signature, which Loupe recognizes and does not verify yet.',
  unchecked: undefined,
};
