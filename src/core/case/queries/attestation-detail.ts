import type { Dsse } from '../../attest/dsse.ts';
import type { Envelope } from '../../attest/envelope.ts';
import { readCarrier } from '../../attest/read-carrier.ts';
import { toBase64 } from '../../base/base64.ts';
import { decodeUtf8Lossy } from '../../base/bytes.ts';
import { displayName } from '../../base/names.ts';
import type { CaseAttestation, CaseModel } from '../model.ts';
import type { AttestationDetail, HowStep, RawText, RootRow } from '../views.ts';
import { heldOutside } from './held-outside.ts';
import { attestationId, attestationRow, rootRow } from './trust.ts';

/** Everything about one envelope: its checks, the time line, fields of the signer, and the raw material. */
export function attestationDetail(model: CaseModel, id: string): AttestationDetail | undefined {
  const one = model.attestations.find((candidate) => attestationId(candidate) === id);
  if (one === undefined) return undefined;
  const source = model.sources.find((candidate) => candidate.id === one.source);
  const read =
    source?.claim === undefined ? undefined : readCarrier({ name: source.name, bytes: source.claim.bytes });
  const envelope =
    read?.ok === true ? read.value.envelopes.find(({ record }) => record === one.record) : undefined;
  const matched = new Set(one.about.map(({ digest }) => digest));
  return {
    row: attestationRow(model, one),
    checks: one.checks.map((found) => ({ ...found, outside: heldOutside(found, one) })),
    trustRoot: rootOf(model, one),
    carrier: one.carrier,
    mediaType: displayName(one.mediaType),
    statementType: one.statement?.type,
    predicateType: one.predicateType === undefined ? undefined : displayName(one.predicateType),
    expectable: expectableOf(one),
    timeline: {
      certificate:
        one.signer?.kind === 'certificate'
          ? { from: one.signer.notBefore, to: one.signer.notAfter }
          : undefined,
      ...one.time,
    },
    signerFields: signerFields(one),
    subjects: (one.statement?.subjects ?? []).map(({ name, digests }) => {
      const named = [...digests].map(([algorithm, value]) => `${algorithm}:${value}`);
      return {
        name: displayName(name),
        digests: named,
        matched: named.some((digest) => matched.has(digest)),
      };
    }),
    raw:
      envelope === undefined ? [] : rawMaterial(envelope).map(({ title, text }) => ({ title, ...cut(text) })),
    how: howSteps(one, displayName(source?.path ?? '')),
  };
}

/** Characters of one raw text that are sent to be read; the source itself can be saved whole. */
const MOST_TEXT = 1 << 20;

function cut(text: string): RawText {
  return { text: text.slice(0, MOST_TEXT), length: text.length };
}

function rootOf({ roots }: CaseModel, { trustRoot }: CaseAttestation): RootRow | undefined {
  if (trustRoot === undefined) return undefined;
  const inForce = roots.find(({ sha256, name }) => sha256 === trustRoot.sha256 && name === trustRoot.name);
  return inForce === undefined ? { ...trustRoot, newest: undefined, demo: false } : rootRow(inForce);
}

function expectableOf({ signer }: CaseAttestation): AttestationDetail['expectable'] {
  if (signer?.kind === 'key') return { keySha256: signer.keySha256 };
  if (signer?.identity === undefined || signer.issuer === undefined) return undefined;
  return { identity: signer.identity, issuer: signer.issuer };
}

function signerFields({ signer }: CaseAttestation): AttestationDetail['signerFields'] {
  if (signer === undefined) return [];
  if (signer.kind === 'key') {
    return [
      { label: 'Key', value: displayName(signer.name), oid: undefined },
      { label: 'Key algorithm', value: signer.keyTitle, oid: undefined },
      { label: 'Key SHA-256', value: signer.keySha256, oid: undefined },
    ];
  }
  return [
    { label: 'Identity', value: displayName(signer.identity ?? 'not stated'), oid: undefined },
    { label: 'Issuer', value: displayName(signer.issuer ?? 'not stated'), oid: undefined },
    ...signer.claims.map(({ name, value, oid }) => ({
      label: name,
      value: displayName(value ?? 'not readable'),
      oid,
    })),
    { label: 'Certificate SHA-256', value: signer.certificateSha256, oid: undefined },
    { label: 'Key algorithm', value: signer.keyTitle, oid: undefined },
    { label: 'Valid from', value: signer.notBefore, oid: undefined },
    { label: 'Valid to', value: signer.notAfter, oid: undefined },
  ];
}

interface Titled {
  readonly title: string;
  readonly text: string;
}

function rawMaterial({ key, content, logEntries, timestamps }: Envelope): readonly Titled[] {
  const raw: Titled[] = [];
  if (key.form === 'certificates') {
    raw.push(
      ...key.certificates.map((der, i) => ({
        title: i === 0 ? 'Signing certificate' : `Certificate ${i + 1} of the chain`,
        text: pem(der),
      })),
    );
  }
  if (content?.form === 'dsse') {
    raw.push({ title: 'Envelope (DSSE)', text: dsseJson(content.dsse) });
    raw.push({
      title: `Signed payload, ${displayName(content.dsse.payloadType)}`,
      text: decodeUtf8Lossy(content.dsse.payload),
    });
  } else if (content?.form === 'message') raw.push({ title: 'Signature', text: toBase64(content.signature) });
  logEntries.forEach((entry, i) => {
    if (entry.body !== undefined)
      raw.push({
        title: `Log entry ${i + 1}, ${entry.kind} ${entry.version}`,
        text: decodeUtf8Lossy(entry.body),
      });
    if (entry.proof?.checkpoint !== undefined)
      raw.push({ title: `Checkpoint of log entry ${i + 1}`, text: entry.proof.checkpoint });
  });
  raw.push(
    ...timestamps.map((token, i) => ({
      title: `Timestamp ${i + 1} (RFC 3161, base64)`,
      text: toBase64(token),
    })),
  );
  return raw;
}

function dsseJson({ payload, payloadType, signatures }: Dsse): string {
  const signed = signatures.map(({ sig, keyid }) => ({ keyid, sig: toBase64(sig) }));
  return JSON.stringify({ payloadType, signatures: signed, payload: toBase64(payload) }, null, 2);
}

function pem(der: Uint8Array): string {
  const lines = toBase64(der).match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----`;
}

function howSteps(one: CaseAttestation, path: string): HowStep[] {
  const passed = one.checks.filter(({ status }) => status === 'pass').length;
  return [
    {
      title: path,
      detail: `record ${one.record}, read by ${one.carrier}`,
      target: { view: 'source', source: one.source },
    },
    {
      title:
        one.trustRoot === undefined
          ? 'No trusted root fits it'
          : `Held against ${displayName(one.trustRoot.name)}`,
      detail:
        one.trustRoot === undefined
          ? 'nothing outside the file vouches for it'
          : `${one.trustRoot.origin}, SHA-256 ${one.trustRoot.sha256.slice(0, 8)}…`,
    },
    { title: `${passed} of ${one.checks.length} checks pass`, detail: `verdict: ${one.verdict}` },
  ];
}
