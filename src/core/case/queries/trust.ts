import { displayName } from '../../base/names.ts';
import type { Knowing } from '../../model/knowing.ts';
import { readPolicy } from '../../verify/policy-file.ts';
import { readTrustedKeys } from '../../verify/trusted-key.ts';
import { readTrustRoots } from '../../verify/trusted-root.ts';
import type { CaseAttestation, CaseModel, CaseSource } from '../model.ts';
import type { AttestationRow, ReferenceRow, TrustPage } from '../views.ts';

/** Every claim of the case with its verdict, and what judges it. */
export function trustPage(model: CaseModel, version: number): TrustPage {
  const claims = model.sources.filter(({ claim }) => claim !== undefined);
  const verified = new Set(model.attestations.map(({ source }) => source));
  return {
    version,
    rows: model.attestations.map((one) => attestationRow(model, one)),
    roots: model.roots.map(({ name, origin, sha256, expires }) => ({ name, origin, sha256, expires })),
    references: model.sources.flatMap((source) => referenceRow(model, source) ?? []),
    expectations: model.settings.expectations,
    pending: claims.filter(({ id, claim }) => (claim?.envelopes ?? 0) > 0 && !verified.has(id)).length,
  };
}

function referenceRow({ settings }: CaseModel, source: CaseSource): ReferenceRow | undefined {
  const { reference, digests, id, name } = source;
  const { sha256 } = digests;
  if (reference === undefined || sha256 === undefined) return undefined;
  const named = { name, origin: 'given' } as const;
  const read =
    reference.as === 'root'
      ? readTrustRoots(reference.bytes, named)
      : reference.as === 'key'
        ? readTrustedKeys(reference.bytes, named)
        : readPolicy(reference.bytes);
  return {
    source: id,
    name: displayName(name),
    as: reference.as,
    sha256,
    accepted: settings.references.some((one) => one.sha256 === sha256) || settings.policies.includes(sha256),
    refused: read.ok ? undefined : displayName(read.error.message),
  };
}

export function attestationId({ source, record }: Pick<CaseAttestation, 'source' | 'record'>): string {
  return `${source}\0${record}`;
}

export function attestationRow(model: CaseModel, one: CaseAttestation): AttestationRow {
  const names = (id: string) => displayName(model.sources.find((source) => source.id === id)?.path ?? id);
  return {
    id: attestationId(one),
    source: one.source,
    sourceName: names(one.source),
    record: one.record,
    title: titleOf(one),
    verdict: one.verdict,
    expected: one.expected,
    state: stateOf(one),
    sentence: sentenceOf(one),
    signer: signerText(one),
    time: one.time.proven[0]?.at,
    about: one.about.map(({ subject, digest, source }) => ({
      subject: displayName(subject),
      digest,
      source,
      name: names(source),
    })),
    unmatched: one.unmatched.length,
    failing: one.checks.filter(({ status }) => status === 'fail').map(({ id }) => id),
  };
}

/** DESIGN §11: verified is proven only about something that is here and signed by whom the user expects. */
export function stateOf({ verdict, expected, about }: CaseAttestation): Knowing {
  if (verdict === 'failed' || expected === 'unmet') return 'contradicted';
  if (verdict === 'unsupported') return 'not-inspected';
  return verdict === 'verified' && expected === 'met' && about.length > 0 ? 'proven' : 'claimed';
}

const TYPES: readonly (readonly [RegExp, string])[] = [
  [/^https:\/\/slsa\.dev\/provenance\/v?(.+)$/, 'SLSA provenance'],
  [/^https:\/\/slsa\.dev\/verification_summary\/v?(.+)$/, 'SLSA verification summary'],
  [/^https:\/\/spdx\.dev\/Document(?:\/v)?(.*)$/, 'SPDX SBOM'],
  [/^https:\/\/cyclonedx\.org\/bom(?:\/v)?(.*)$/, 'CycloneDX SBOM'],
  [/^https:\/\/openvex\.dev\/ns(?:\/v)?(.*)$/, 'OpenVEX'],
  [/^https:\/\/github\.com\/npm\/attestation\/.*\/publish\/v(.+)$/, 'npm publish'],
  [/^https:\/\/docs\.pypi\.org\/attestations\/publish\/v(.+)$/, 'PyPI publish'],
  [/^https:\/\/in-toto\.io\/attestation\/(.+)$/, 'in-toto'],
  [/^https:\/\/model_signing\/signature\/v(.+)$/, 'Model signature'],
];

function titleOf({ predicateType, statement }: CaseAttestation): string {
  if (predicateType === undefined) return statement === undefined ? 'Signature over bytes' : 'Statement';
  for (const [pattern, title] of TYPES) {
    const version = pattern.exec(predicateType)?.[1];
    if (version !== undefined) return version === '' ? title : `${title} ${displayName(version)}`;
  }
  return displayName(predicateType);
}

function signerText({ signer }: CaseAttestation): string {
  if (signer === undefined) return '';
  if (signer.kind === 'key') return `key ${displayName(signer.name)}`;
  return displayName(signer.identity ?? 'nobody that is named');
}

function sentenceOf(one: CaseAttestation): string {
  const { verdict, about, time, signer } = one;
  const over =
    about.length === 0
      ? 'over nothing that is in this case'
      : about.length === 1
        ? 'over exactly this file'
        : `over ${about.length} files of this case`;
  const at =
    time.proven[0] === undefined ? '' : `, at ${time.proven[0].at.slice(0, 16).replace('T', ' ')} UTC`;
  const by = signerText(one);
  const via =
    signer?.kind === 'certificate' && signer.issuer !== undefined
      ? `, vouched for by ${displayName(signer.issuer)}`
      : '';
  switch (verdict) {
    case 'verified':
      return `Signed by ${by}${via}${at}, ${over}.`;
    case 'undated':
      return `Signed by ${by}${via}: signature and chain agree, but when it was signed is not proven.`;
    case 'unsigned':
      return 'A claim: nobody signed it.';
    case 'unknown-root':
      return `Signed${by === '' ? '' : ` by ${by}`}, under an authority that is not among those you accept.`;
    case 'unsupported':
      return 'Recognized, and not checked: Loupe cannot verify this form yet.';
    case 'failed': {
      const first =
        one.checks.find(({ status }) => status === 'fail') ??
        one.checks.find(({ status }) => status === 'absent');
      return `Not verified. ${displayName(first?.detail ?? 'A check that is needed did not pass.')}`;
    }
  }
}
