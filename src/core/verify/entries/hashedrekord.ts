import type { JsonFields } from '../../attest/json-fields.ts';
import { readHexHash, readPemVerifier, readProtoHash, readProtoVerifier } from './fields.ts';
import type { EntryKind, EntryRecord } from './types.ts';

/** Rekor v1: signature over a digest. */
export const hashedrekord001: EntryKind = {
  id: 'hashedrekord/0.0.1',
  spec: 'sigstore/rekor, hashedrekord_v0_0_1_schema.json',
  content: ['message'],
  read(spec) {
    const signature = spec.object('signature');
    const content = signature?.bytes('content');
    const verifier = readPemVerifier(signature?.object('publicKey'), 'content');
    const digest = readHexHash(spec.object('data')?.object('hash'), 'signed');
    if (content === undefined || verifier === undefined || digest === undefined) return undefined;
    return { signature: content, verifier, digests: [digest], payloadType: undefined };
  },
};

/** Rekor v2: the only kind it takes; for an envelope the digest is that of the pre-authentication encoding. */
export const hashedrekord002: EntryKind = {
  id: 'hashedrekord/0.0.2',
  spec: 'sigstore/rekor-tiles, hashedrekord.proto; Rekor v2 specification §6.1.4',
  content: ['message', 'dsse'],
  read: (spec) => readV2(spec.object('hashedRekordV002')),
};

function readV2(fields: JsonFields | undefined): EntryRecord | undefined {
  const signature = fields?.object('signature');
  const content = signature?.bytes('content');
  const verifier = readProtoVerifier(signature?.object('verifier'));
  const digest = readProtoHash(fields?.object('data'), 'signed');
  if (content === undefined || verifier === undefined || digest === undefined) return undefined;
  return { signature: content, verifier, digests: [digest], payloadType: undefined };
}
