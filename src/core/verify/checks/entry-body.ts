import type { Dsse } from '../../attest/dsse.ts';
import type { LogEntry } from '../../attest/envelope.ts';
import { JsonFields } from '../../attest/json-fields.ts';
import { toBase64 } from '../../base/base64.ts';
import { type Bytes, encodeUtf8, equalBytes, fromHex, toHex } from '../../base/bytes.ts';
import { readJson } from '../../base/json.ts';
import type { Fault } from '../../base/result.ts';
import type { Check, CheckStatus } from '../../model/check.ts';
import { check, worst } from '../check.ts';
import { ENTRY_KINDS } from '../entries/registry.ts';
import type { EntryDigest, EntryKind, EntryRecord } from '../entries/types.ts';
import { type Hash, hash } from '../hash.ts';
import type { Material } from '../material.ts';
import type { Artifact } from '../options.ts';
import type { PublicKey } from '../public-key.ts';

/** The body of a log entry: its kind and what it records, or why it cannot be read. */
export type EntryBody =
  | { readonly ok: true; readonly kind: EntryKind; readonly record: EntryRecord }
  | { readonly ok: false; readonly why: string };

/** Reads the body of an entry, which must be of the kind that the bundle says it is. */
export function readEntryBody(entry: LogEntry): EntryBody {
  if (entry.body === undefined) return { ok: false, why: 'The entry has no body.' };
  const document = readJson(entry.body);
  if (!document.ok)
    return { ok: false, why: `The body of the entry cannot be read: ${document.error.message}` };
  if (document.value.duplicates.length > 0)
    return { ok: false, why: 'The body of the entry has a key twice.' };
  const faults: Fault[] = [];
  const fields = JsonFields.of(document.value.value, '', faults);
  const name = fields?.text('kind') ?? '';
  const version = fields?.text('apiVersion') ?? '';
  const stated = `${entry.kind}/${entry.version}`;
  if (entry.kind !== '' && stated !== `${name}/${version}`) {
    return {
      ok: false,
      why: `The bundle calls the entry ${stated}; the entry itself is ${name}/${version}.`,
    };
  }
  const kind = ENTRY_KINDS.get(`${name}/${version}`);
  if (kind === undefined)
    return { ok: false, why: `The entry is of a kind that is not known: ${name}/${version}.` };
  const spec = fields?.object('spec');
  const record = spec === undefined ? undefined : kind.read(spec);
  const [first] = faults;
  if (record === undefined || first !== undefined) {
    return {
      ok: false,
      why: `The body of the entry is malformed: ${first?.message ?? 'something is missing'}`,
    };
  }
  return { ok: true, kind, record };
}

/**
 * Whether each entry records this signature, by this certificate or key, over these bytes: what keeps an entry of one
 * signature from vouching for another.
 */
export function checkEntryBodies(
  material: Material,
  key: PublicKey | undefined,
  artifact: Artifact | undefined,
): Check {
  const id = 'sigstore.tlog.body';
  const entries = material.envelope.logEntries;
  if (entries.length === 0) return check(id, 'absent', 'There is no log entry.');
  const judged = entries.map((entry) => {
    const body = readEntryBody(entry);
    return body.ok
      ? compare(body, material, key, artifact)
      : { status: 'fail' as CheckStatus, detail: body.why };
  });
  const status = worst(judged.map((result) => result.status));
  const detail = judged.find((result) => result.status === status)?.detail ?? '';
  const evidence = judged.map((result, index) => ({
    label: `Entry ${entries[index]?.logIndex}`,
    value: result.detail,
    at: `${entries[index]?.pointer}/canonicalizedBody`,
  }));
  return check(id, status, detail, { against: 'the signature, key and digest of the bundle', evidence });
}

function compare(
  { kind, record }: Extract<EntryBody, { readonly ok: true }>,
  material: Material,
  key: PublicKey | undefined,
  artifact: Artifact | undefined,
): { readonly status: CheckStatus; readonly detail: string } {
  const fail = (detail: string) => ({ status: 'fail' as const, detail });
  const content = material.envelope.content;
  if (content?.form !== 'message' && content?.form !== 'dsse')
    return fail('The bundle has no content to compare.');
  if (!kind.content.includes(content.form)) return fail(`An entry ${kind.id} cannot stand for this bundle.`);
  if (record.signature === undefined) {
    if (content.form !== 'dsse') return fail('The entry records no signature.');
  } else if (material.signature === undefined || !equalBytes(record.signature, material.signature)) {
    return fail('The entry records another signature.');
  }
  const { form, der } = record.verifier;
  const own =
    form === 'certificate' ? material.leaf?.der : material.leaf === undefined ? key?.spki : undefined;
  if (own === undefined || !equalBytes(own, der)) return fail(`The entry records another ${form}.`);
  if (
    record.payloadType !== undefined &&
    content.form === 'dsse' &&
    record.payloadType !== content.dsse.payloadType
  ) {
    return fail('The entry records another payload type.');
  }
  for (const digest of record.digests) {
    const compared = compareDigest(digest, material, artifact);
    if (compared === 'unknown') {
      return {
        status: 'absent',
        detail: 'The file it is over is not at hand, and the bundle states no digest of it.',
      };
    }
    if (compared === 'differs') return fail(`The entry records another ${digest.algorithm} digest.`);
  }
  if (kind.refused !== undefined)
    return fail(`The entry agrees with the bundle, but is refused: ${kind.refused}.`);
  return {
    status: 'pass',
    detail: `The entry (${kind.id}) records this signature, this ${form} and this digest.`,
  };
}

function compareDigest(
  { over, algorithm, digest }: EntryDigest,
  material: Material,
  artifact: Artifact | undefined,
): 'agrees' | 'differs' | 'unknown' {
  const content = material.envelope.content;
  if (content?.form === 'dsse') {
    if (over === 'envelope')
      return spellings(content.dsse).some((text) => equalBytes(hash(algorithm, text), digest))
        ? 'agrees'
        : 'differs';
    const bytes = over === 'payload' ? content.dsse.payload : material.signed;
    return bytes !== undefined && equalBytes(hash(algorithm, bytes), digest) ? 'agrees' : 'differs';
  }
  if (content?.form !== 'message' || over !== 'signed') return 'differs';
  const known = [
    statedDigest(content.digest, algorithm),
    content.payload === undefined ? undefined : hash(algorithm, content.payload),
    artifact === undefined ? undefined : fromHex(artifact.digests[algorithm] ?? ''),
  ].filter((value) => value !== undefined && value.length > 0);
  if (known.length === 0) return 'unknown';
  return known.every((value) => value !== undefined && equalBytes(value, digest)) ? 'agrees' : 'differs';
}

function statedDigest(
  stated: { readonly algorithm: string; readonly hex: string } | undefined,
  algorithm: Hash,
): Bytes | undefined {
  return stated?.algorithm === algorithm ? fromHex(stated.hex) : undefined;
}

/**
 * An intoto 0.0.1 entry records the digest of the envelope as it was sent: JSON as Go writes it, with or without the key
 * id. No other writer is known; an envelope that was sent otherwise does not agree.
 */
function spellings({ payloadType, payload, signatures }: Dsse): Bytes[] {
  const [first] = signatures;
  if (first === undefined) return [];
  const sig = `"sig":${JSON.stringify(toBase64(first.sig))}`;
  const start = `{"payloadType":${JSON.stringify(payloadType)},"payload":${JSON.stringify(toBase64(payload))},"signatures":[{`;
  return [`"keyid":${JSON.stringify(first.keyid)},${sig}`, sig].map((inner) =>
    encodeUtf8(`${start}${inner}}]}`),
  );
}

/** Digests an entry records of the signed message, as hints which file it is over. */
export function recordedDigests(
  material: Material,
): readonly { readonly algorithm: Hash; readonly hex: string }[] {
  return material.envelope.logEntries.flatMap((entry) => {
    const body = readEntryBody(entry);
    if (!body.ok) return [];
    return body.record.digests
      .filter(({ over }) => over === 'signed')
      .map(({ algorithm, digest }) => ({ algorithm, hex: toHex(digest) }));
  });
}
