import { displayName } from '../../base/names.ts';
import { ok, type Result } from '../../base/result.ts';
import type { Check } from '../../model/check.ts';
import type { Knowing } from '../../model/knowing.ts';
import type { SourceId } from '../../model/source.ts';
import { DEMO_ROOT_SHA256 } from '../../verify/demo-root.ts';
import { readPolicy } from '../../verify/policy-file.ts';
import type { About } from '../../verify/result.ts';
import { shippedKeys } from '../../verify/shipped-trust.ts';
import type { TrustRoot } from '../../verify/trust-root.ts';
import { readTrustedKeys } from '../../verify/trusted-key.ts';
import { readTrustRoots } from '../../verify/trusted-root.ts';
import { timeText } from '../../verify/window.ts';
import { readExploited, readProbabilities } from '../exploitation.ts';
import { readIndicators } from '../indicators/read-list.ts';
import { readLicensePolicy } from '../license-policy.ts';
import type { CaseAttestation, CaseModel, CaseSource } from '../model.ts';
import type { Reference } from '../references.ts';
import type { AttestationRow, ReferenceRow, RootRow, TrustPage } from '../views.ts';
import { namesake } from './namesake.ts';

/** Every claim of the case with its verdict, and what judges it. */
export function trustPage(model: CaseModel, version: number): TrustPage {
  const claims = model.sources.filter(({ claim }) => claim !== undefined);
  const verified = new Set(model.attestations.map(({ source }) => source));
  return {
    version,
    rows: model.attestations.map((one) => attestationRow(model, one)),
    roots: model.roots.map(rootRow),
    keys: keyRows(model),
    references: model.sources.flatMap((source) => referenceRow(model, source) ?? []),
    expectations: model.settings.expectations,
    pending: claims.filter(({ id, claim }) => (claim?.envelopes ?? 0) > 0 && !verified.has(id)).length,
  };
}

export function rootRow(root: TrustRoot): RootRow {
  const { name, origin, sha256, expires, authorities, logs, ctLogs, timestampAuthorities } = root;
  const starts = [...authorities, ...logs, ...ctLogs, ...timestampAuthorities]
    .map(({ validFor }) => validFor.from)
    .filter(Number.isFinite);
  const newest = starts.length === 0 ? undefined : timeText(Math.max(...starts));
  return { name: displayName(name), origin, sha256, expires, newest, demo: sha256 === DEMO_ROOT_SHA256 };
}

/** Keys in force by the file they came in. */
function keyRows({ settings }: CaseModel): TrustPage['keys'] {
  const given = settings.references
    .filter(({ as }) => as === 'key')
    .flatMap(({ bytes, name, keyId }) => {
      const read = readTrustedKeys(bytes, {
        name,
        origin: 'given',
        ...(keyId === undefined ? {} : { keyId }),
      });
      return read.ok ? read.value : [];
    });
  const files = new Map<string, TrustPage['keys'][number]>();
  for (const { name, origin, sha256 } of [...(settings.shipped ? shippedKeys() : []), ...given]) {
    const keys = (files.get(sha256)?.keys ?? 0) + 1;
    files.set(sha256, { name: displayName(name), origin, sha256, keys });
  }
  return [...files.values()];
}

function referenceRow({ settings }: CaseModel, source: CaseSource): ReferenceRow | undefined {
  const { reference, digests, id, name } = source;
  const { sha256 } = digests;
  if (reference === undefined || sha256 === undefined) return undefined;
  const read = readReference(reference, name);
  return {
    source: id,
    name: displayName(name),
    as: reference.as,
    sha256,
    accepted: settings.references.some(({ from }) => from === id) || settings.policies.includes(sha256),
    demo: sha256 === DEMO_ROOT_SHA256,
    refused: read.ok ? undefined : displayName(read.error.message),
  };
}

function readReference({ as, bytes, members }: Reference, name: string): Result<unknown> {
  const named = { name, origin: 'given' } as const;
  // The chain of a repository is verified when it is accepted.
  if (members !== undefined) return ok(undefined);
  switch (as) {
    case 'root':
      return readTrustRoots(bytes, named);
    case 'key':
      return readTrustedKeys(bytes, named);
    case 'policy':
      return readPolicy(bytes);
    case 'indicators':
      return readIndicators(bytes);
    case 'exploited':
      return readExploited(bytes);
    case 'probabilities':
      return readProbabilities(bytes);
    case 'licences':
      return readLicensePolicy(bytes);
  }
}

export function attestationId({ source, record }: Pick<CaseAttestation, 'source' | 'record'>): string {
  return `${source}\0${record}`;
}

export function attestationRow(model: CaseModel, one: CaseAttestation): AttestationRow {
  const sources = sourcesById(model);
  const nameOf = ({ source, digest }: About) => {
    const found = sources.get(source);
    const name = displayName(found?.path ?? source);
    return found === undefined || hasDigest(found, digest) ? name : `a part of ${name}`;
  };
  return {
    id: attestationId(one),
    source: one.source,
    sourceName: displayName(sources.get(one.source)?.path ?? one.source),
    record: one.record,
    title: titleOf(one),
    verdict: one.verdict,
    expected: one.expected,
    state: stateOf(model, one),
    sentence: sentenceOf(model, one, nameOf),
    signer: signerText(one),
    time: one.time.proven[0]?.at,
    about: one.about.map((about) => ({
      ...about,
      subject: displayName(about.subject),
      name: nameOf(about),
    })),
    unmatched: one.unmatched.length,
    failing: one.checks.filter(({ status }) => status === 'fail').map(({ id }) => id),
  };
}

const sourceIndex = new WeakMap<CaseModel, ReadonlyMap<SourceId, CaseSource>>();

export function sourcesById(model: CaseModel): ReadonlyMap<SourceId, CaseSource> {
  let sources = sourceIndex.get(model);
  if (sources === undefined) {
    sources = new Map(model.sources.map((source) => [source.id, source]));
    sourceIndex.set(model, sources);
  }
  return sources;
}

/** Whether a digest (`sha256:HEX`) is of all bytes of a source, and not of something in it. */
function hasDigest({ digests }: CaseSource, digest: string): boolean {
  return Object.entries(digests).some(([algorithm, hex]) => `${algorithm}:${hex}` === digest);
}

const WORST_FIRST: readonly Knowing[] = ['contradicted', 'not-inspected', 'missing', 'claimed', 'proven'];
const stateIndex = new WeakMap<CaseModel, ReadonlyMap<SourceId, Knowing>>();

/** State of every source that makes claims: the worst of its envelopes. */
export function claimStates(model: CaseModel): ReadonlyMap<SourceId, Knowing> {
  const known = stateIndex.get(model);
  if (known !== undefined) return known;
  const states = new Map<SourceId, Knowing>();
  for (const one of model.attestations) {
    const both = [states.get(one.source), stateOf(model, one)];
    const worst = WORST_FIRST.find((state) => both.includes(state));
    if (worst !== undefined) states.set(one.source, worst);
  }
  // A document that nothing signs is still somebody's word.
  for (const { source } of model.documents) if (!states.has(source)) states.set(source, 'claimed');
  stateIndex.set(model, states);
  return states;
}

/** DESIGN §11: verified is proven only about something that is here and signed by whom the user expects. */
export function stateOf(model: CaseModel, one: CaseAttestation): Knowing {
  const { verdict, expected, about } = one;
  if (verdict === 'failed' || expected === 'unmet') return 'contradicted';
  if ((one.against ?? []).length > 0 && verdict === 'verified') return 'contradicted';
  if (one.checks.some(({ id, status }) => id === 'provenance.certificate' && status === 'fail'))
    return 'contradicted';
  if (verdict !== 'unsupported' && namesake(model, one) !== undefined) return 'contradicted';
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

/** What kind of claim it is, in the words of the field. */
export function titleOf({ predicateType, statement }: CaseAttestation): string {
  if (predicateType === undefined) return statement === undefined ? 'Signature over bytes' : 'Statement';
  for (const [pattern, title] of TYPES) {
    const version = pattern.exec(predicateType)?.[1];
    if (version !== undefined)
      return version === '' ? title : `${title} ${/^\d/.test(version) ? 'v' : ''}${displayName(version)}`;
  }
  return displayName(predicateType);
}

function signerText({ signer }: CaseAttestation): string {
  if (signer === undefined) return '';
  if (signer.kind === 'key') return `key ${displayName(signer.name)}`;
  return displayName(signer.identity ?? 'nobody that is named');
}

const GITHUB = 'https://token.actions.githubusercontent.com';

/** `release.yml@refs/tags/v1 of org/repo, via GitHub Actions`: an identity as a person would say it. */
export function saidOf(one: CaseAttestation): string {
  const { signer } = one;
  if (signer?.kind !== 'certificate' || signer.issuer === undefined) return signerText(one);
  const workflow = /^https:\/\/github\.com\/([^/]+\/[^/]+)\/(?:\.github\/workflows\/)?([^/].*)$/.exec(
    signer.identity ?? '',
  );
  if (signer.issuer === GITHUB && workflow !== null)
    return displayName(`${workflow[2]} of ${workflow[1]}, via GitHub Actions`);
  return `${signerText(one)}, vouched for by ${displayName(signer.issuer)}`;
}

function sentenceOf(model: CaseModel, one: CaseAttestation, nameOf: (about: About) => string): string {
  const against = one.verdict === 'verified' ? (one.against ?? []) : [];
  if (against.length > 0)
    return `Signed by ${saidOf(one)}, and it says no. ${displayName(against.join(' '))}`;
  const same = namesake(model, one);
  if (same !== undefined && one.verdict !== 'failed')
    return `It is about another ${displayName(same.subject)} than the one that is here: the digests differ.`;
  const by = saidOf(one);
  switch (one.verdict) {
    case 'verified':
      return `Signed by ${by}${whenOf(one)}, ${overOf(one, nameOf)}. ${detailOf(one, 'expected.signer')}`.trim();
    case 'undated':
      return `Signed by ${by}: signature and chain agree, but when it was signed is not proven.`;
    case 'unsigned':
      return 'A claim: nobody signed it.';
    case 'unknown-root':
      return by === ''
        ? 'Signed by a key or an authority that is not among those you accept.'
        : `Says it is signed by ${by}, under an authority that is not among those you accept.`;
    case 'unsupported':
      return 'Recognized, and not checked: Loupe cannot verify this form yet.';
    case 'failed':
      return `Not verified. ${displayName(mostTelling(one)?.detail ?? 'A check that is needed did not pass.')}`;
  }
}

function whenOf({ time }: CaseAttestation): string {
  const at = time.proven[0]?.at;
  return at === undefined ? '' : `, at ${at.slice(0, 16).replace('T', ' ')} UTC`;
}

function overOf({ about }: CaseAttestation, nameOf: (about: About) => string): string {
  const [first] = about;
  if (first === undefined) return 'over nothing that is in this case';
  const bytes = new Set(about.map(({ digest }) => digest)).size;
  return bytes === 1 ? `over exactly ${nameOf(first)}` : `over ${bytes} files of this case`;
}

function detailOf({ checks }: CaseAttestation, id: string): string {
  return displayName(checks.find((found) => found.id === id)?.detail ?? '');
}

/** Whose failure says most: that the bytes are not the signed ones, before that the log knows others. */
const TELLING = ['keyed.signature', 'sigstore.signature', 'sigstore.artifact', 'sigstore.certificate.chain'];
/** Not every envelope needs them. */
const OPTIONAL = ['sigstore.time.rfc3161', 'sigstore.artifact', 'expected.signer'];

function mostTelling({ checks }: CaseAttestation): Check | undefined {
  const failing = checks.filter(({ status, id }) => status === 'fail' && id !== 'expected.signer');
  return (
    TELLING.map((id) => failing.find((found) => found.id === id)).find((found) => found !== undefined) ??
    failing[0] ??
    checks.find(({ status, id }) => status === 'absent' && !OPTIONAL.includes(id))
  );
}
