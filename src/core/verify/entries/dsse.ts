import { readHexHash, readPemVerifier, readProtoHash, readProtoVerifier } from './fields.ts';
import type { EntryKind } from './types.ts';

/** Rekor v1: an envelope's payload digest and its one signature. */
export const dsse001: EntryKind = {
  id: 'dsse/0.0.1',
  spec: 'sigstore/rekor, dsse_v0_0_1_schema.json',
  content: ['dsse'],
  read(spec) {
    const payload = readHexHash(spec.object('payloadHash'), 'payload');
    const signatures = spec.objects('signatures');
    const [first] = signatures;
    if (first === undefined || signatures.length > 1)
      return spec.refuse('has not exactly one signature', 'signatures');
    const signature = first.bytes('signature');
    const verifier = readPemVerifier(first, 'verifier');
    if (payload === undefined || signature === undefined || verifier === undefined) return undefined;
    return { signature, verifier, digests: [payload], payloadType: undefined };
  },
};

/** Rekor v2 took these while it was being built. The specification has since made hashedrekord its only kind. */
export const dsse002: EntryKind = {
  id: 'dsse/0.0.2',
  spec: 'Rekor v2 specification §4.3 (removed)',
  content: ['dsse'],
  refused:
    'Rekor v2 takes only hashedrekord entries (its specification, §4.3); clients dropped this kind in 2026',
  read(spec) {
    const fields = spec.object('dsseV002');
    const payload = readProtoHash(fields?.object('payloadHash'), 'payload');
    const [first, ...others] = fields?.objects('signatures') ?? [];
    const signature = first?.bytes('content');
    const verifier = readProtoVerifier(first?.object('verifier'));
    if (others.length > 0 || payload === undefined || signature === undefined || verifier === undefined)
      return undefined;
    return { signature, verifier, digests: [payload], payloadType: undefined };
  },
};
