import { JsonFields } from '../attest/json-fields.ts';
import { readPem } from '../attest/pem.ts';
import { type Bytes, decodeUtf8, toHex } from '../base/bytes.ts';
import { readJson } from '../base/json.ts';
import { DEFAULT_LIMITS, type Limits } from '../base/limits.ts';
import { err, type Fault, fault, ok, type Result } from '../base/result.ts';
import type { CertificateAuthority } from './certificate-path.ts';
import { hash } from './hash.ts';
import { readDetailedKey } from './key-details.ts';
import type { Origin, TransparencyLog, TrustRoot } from './trust-root.ts';
import { parseTime, type Window } from './window.ts';
import { type Certificate, isSelfIssued, readCertificate } from './x509.ts';

const MEDIA_TYPES = new Set([
  'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
  'application/vnd.dev.sigstore.trustedroot.v0.1+json',
  'application/vnd.dev.sigstore.trustedroot.v0.2+json',
]);

/**
 * Reads `trusted_root.json`, several of them as JSON Lines (`gh attestation trusted-root`), or the certificates of a
 * private authority as PEM. A root with anything malformed in it is refused whole: a bound that is missing must never
 * read as no bound (sigstore_trustroot.proto).
 *
 * Faults: `trust.root` with the JSON pointer; those of JSON and PEM.
 */
export function readTrustRoots(
  bytes: Bytes,
  named: { readonly name: string; readonly origin: Origin; readonly expires?: string },
  limits: Limits = DEFAULT_LIMITS,
): Result<readonly TrustRoot[]> {
  const text = decodeUtf8(bytes);
  if (text === undefined) return err(fault('trust.root', 'error', 'The trusted root is not UTF-8 text.'));
  const identity = { ...named, sha256: toHex(hash('sha256', bytes)) };
  if (text.includes('-----BEGIN CERTIFICATE-----')) return readPemRoot(text, identity);
  const whole = readJson(text, limits);
  const lines = whole.ok ? [text] : text.split('\n').filter((line) => line.trim() !== '');
  const roots: TrustRoot[] = [];
  for (const [index, line] of lines.entries()) {
    const document = readJson(line, limits);
    if (!document.ok) return document;
    const [twice] = document.value.duplicates;
    if (twice !== undefined) {
      return err(fault('trust.root', 'error', `The trusted root has the key "${twice.key}" twice.`));
    }
    const name = lines.length === 1 ? named.name : `${named.name}, root ${index + 1}`;
    const root = readRoot(document.value.value, { ...identity, name });
    if (!root.ok) return root;
    roots.push(root.value);
  }
  return ok(roots);
}

type Identity = Pick<TrustRoot, 'name' | 'origin' | 'sha256'> & { readonly expires?: string };

function readRoot(value: unknown, identity: Identity): Result<TrustRoot> {
  const faults: Fault[] = [];
  const unused: string[] = [];
  const fields = JsonFields.of(value, '', faults);
  const mediaType = fields?.text('mediaType');
  if (mediaType !== undefined && !MEDIA_TYPES.has(mediaType)) {
    fields?.refuse(`is "${mediaType}", which is no trusted root that is known`, 'mediaType');
  }
  const root: TrustRoot = {
    ...identity,
    expires: identity.expires,
    authorities: readAuthorities(fields, 'certificateAuthorities'),
    logs: readLogs(fields, 'tlogs', unused),
    ctLogs: readLogs(fields, 'ctlogs', unused),
    timestampAuthorities: readAuthorities(fields, 'timestampAuthorities'),
    unused,
  };
  const [first] = faults;
  if (first !== undefined) {
    return err(
      fault('trust.root', 'error', `The trusted root was refused: ${first.message}`, { entry: first.entry }),
    );
  }
  return ok(root);
}

function readAuthorities(fields: JsonFields | undefined, key: string): CertificateAuthority[] {
  return (fields?.objects(key) ?? []).flatMap((item) => {
    const certificates: Certificate[] = [];
    const chain = item.object('certChain');
    for (const entry of chain?.objects('certificates') ?? []) {
      const bytes = entry.bytes('rawBytes');
      const certificate = bytes === undefined ? undefined : readCertificate(bytes);
      if (certificate?.ok) certificates.push(certificate.value);
      else if (certificate !== undefined)
        entry.refuse(`does not hold a certificate: ${certificate.error.message}`);
    }
    const validFor = readWindow(item.object('validFor'));
    if (chain !== undefined && certificates.length === 0)
      chain.refuse('holds no certificate', 'certificates');
    if (validFor === undefined) return [];
    return [
      { certificates, anchors: anchorsOf(certificates), validFor, uri: item.optionalText('uri') ?? '' },
    ];
  });
}

/** The root certificates; where a chain lists none, its last certificate is what is trusted. */
function anchorsOf(certificates: readonly Certificate[]): readonly Certificate[] {
  const roots = certificates.filter(isSelfIssued);
  return roots.length > 0 ? roots : certificates.slice(-1);
}

function readLogs(fields: JsonFields | undefined, key: string, unused: string[]): TransparencyLog[] {
  return (fields?.objects(key) ?? []).flatMap((item) => {
    const algorithm = item.optionalText('hashAlgorithm');
    if (algorithm !== undefined && algorithm !== 'SHA2_256') item.refuse('is not SHA2_256', 'hashAlgorithm');
    const publicKey = item.object('publicKey');
    const bytes = publicKey?.bytes('rawBytes');
    const details = publicKey?.text('keyDetails');
    const validFor = readWindow(publicKey?.object('validFor'));
    const id = item.optionalObject('logId')?.bytes('keyId');
    const baseUrl = item.optionalText('baseUrl') ?? '';
    if (bytes === undefined || details === undefined || validFor === undefined) return [];
    const read = readDetailedKey(details, bytes);
    if (!read.ok && read.error.severity === 'error')
      publicKey?.refuse(`cannot be read: ${read.error.message}`);
    if (!read.ok) unused.push(`The log ${baseUrl} is not used: ${read.error.message}`);
    if (!read.ok) return [];
    return [{ id: id ?? hash('sha256', read.value.key.spki), baseUrl, ...read.value, validFor }];
  });
}

/** `validFor`: the start is required, the end is included (sigstore_common.proto, TimeRange). */
function readWindow(fields: JsonFields | undefined): Window | undefined {
  if (fields === undefined) return undefined;
  const start = fields.text('start');
  const end = fields.optionalText('end');
  const from = start === undefined ? undefined : parseTime(start);
  const to = end === undefined ? undefined : parseTime(end);
  if (start !== undefined && from === undefined) fields.refuse('is not an RFC 3339 time', 'start');
  if (end !== undefined && to === undefined) fields.refuse('is not an RFC 3339 time', 'end');
  return from === undefined ? undefined : { from, to };
}

/** A private authority: certificates and nothing else, so no log is asked for and no time can be proven under it. */
function readPemRoot(text: string, identity: Identity): Result<readonly TrustRoot[]> {
  const pem = readPem(text);
  const [broken] = pem.faults;
  if (broken !== undefined) return err(broken);
  const certificates: Certificate[] = [];
  for (const block of pem.blocks) {
    if (block.label !== 'CERTIFICATE') continue;
    const read = readCertificate(block.der);
    if (!read.ok) return read;
    certificates.push(read.value);
  }
  const anchors = anchorsOf(certificates);
  const authority = {
    certificates,
    anchors,
    validFor: { from: Math.min(...certificates.map(({ notBefore }) => notBefore)), to: undefined },
    uri: '',
  };
  return ok([
    {
      ...identity,
      expires: identity.expires,
      authorities: [authority],
      logs: [],
      ctLogs: [],
      timestampAuthorities: [],
      unused: [],
    },
  ]);
}
