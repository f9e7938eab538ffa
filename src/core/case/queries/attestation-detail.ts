import type { Envelope } from '../../attest/envelope.ts';
import { readCarrier } from '../../attest/read-carrier.ts';
import { toBase64 } from '../../base/base64.ts';
import { decodeUtf8Lossy } from '../../base/bytes.ts';
import { displayName } from '../../base/names.ts';
import type { CaseAttestation, CaseModel } from '../model.ts';
import type { AttestationDetail, HowStep } from '../views.ts';
import { attestationId, attestationRow } from './trust.ts';

/** Everything about one envelope: its checks, the time line, fields of the signer, and the raw material. */
export function attestationDetail(model: CaseModel, id: string): AttestationDetail | undefined {
  const one = model.attestations.find((candidate) => attestationId(candidate) === id);
  if (one === undefined) return undefined;
  const source = model.sources.find((candidate) => candidate.id === one.source);
  const read =
    source?.claim === undefined ? undefined : readCarrier({ name: source.name, bytes: source.claim.bytes });
  const envelope =
    read?.ok === true ? read.value.envelopes.find(({ record }) => record === one.record) : undefined;
  const matched = new Set(one.about.map(({ subject }) => subject));
  return {
    row: attestationRow(model, one),
    checks: one.checks,
    trustRoot: one.trustRoot,
    timeline: {
      certificate:
        one.signer?.kind === 'certificate'
          ? { from: one.signer.notBefore, to: one.signer.notAfter }
          : undefined,
      ...one.time,
    },
    signerFields: signerFields(one),
    subjects: (one.statement?.subjects ?? []).map(({ name, digests }) => ({
      name: displayName(name),
      digests: [...digests].map(([algorithm, value]) => `${algorithm}:${value}`),
      matched: matched.has(name),
    })),
    statement: one.statement === undefined ? undefined : JSON.stringify(one.statement.predicate, null, 2),
    raw: envelope === undefined ? [] : rawMaterial(envelope),
    how: howSteps(one, displayName(source?.path ?? '')),
  };
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

function rawMaterial({ key, content, logEntries, timestamps }: Envelope): AttestationDetail['raw'] {
  const raw: AttestationDetail['raw'][number][] = [];
  if (key.form === 'certificates') {
    raw.push(
      ...key.certificates.map((der, i) => ({
        title: i === 0 ? 'Signing certificate' : `Certificate ${i + 1} of the chain`,
        text: pem(der),
      })),
    );
  }
  if (content?.form === 'dsse') {
    raw.push({
      title: `Signed payload, ${displayName(content.dsse.payloadType)}`,
      text: decodeUtf8Lossy(content.dsse.payload),
    });
    raw.push(
      ...content.dsse.signatures.map(({ sig }, i) => ({ title: `Signature ${i + 1}`, text: toBase64(sig) })),
    );
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
