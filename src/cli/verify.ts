import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import type { ByteSource } from '../core/base/byte-source.ts';
import { fromHex, toHex } from '../core/base/bytes.ts';
import { createHasher, type DigestAlgorithm, type Digests } from '../core/base/digest.ts';
import { DEFAULT_LIMITS } from '../core/base/limits.ts';
import { type Fault, fault } from '../core/base/result.ts';
import { BuildCache, buildCase } from '../core/case/build.ts';
import { algorithmsOf, readClaim } from '../core/case/claims.ts';
import { type FileFacts, newFacts } from '../core/case/facts.ts';
import type { Harvest } from '../core/case/jobs.ts';
import type { CaseModel } from '../core/case/model.ts';
import { NO_SETTINGS, type Settings } from '../core/case/settings.ts';
import { Verification } from '../core/case/verification.ts';
import { verifyClaim } from '../core/case/verify-claim.ts';
import { diagnose } from '../core/model/diagnostic.ts';
import { reportJson } from '../core/report/json.ts';
import { FileSource } from './file-source.ts';
import { readNow } from './now.ts';
import { PROVENANCE_OPTIONS, readTrust, TRUST_OPTIONS, type TrustValues } from './trust-options.ts';
import { UsageError } from './usage.ts';
import { decide } from './verify-status.ts';
import { verifyText } from './verify-text.ts';

const DIGEST = /^(sha256|sha384|sha512):([0-9a-fA-F]+)$/;
const HEX_LENGTH = { sha256: 64, sha384: 96, sha512: 128 } as const;

/**
 * `loupe verify`: one carrier of attestations, and what it should be about. Returns the exit status (DESIGN §8): 0 only
 * when an attestation of the type asked for is about the artifact, and every such one is verified and expected.
 */
export async function verify(args: readonly string[], version: string): Promise<number> {
  const { values, artifact, carrier } = readOptions(args);
  const evaluatedAt = readNow(values.now);
  const opened: FileSource[] = [];
  const problems: string[] = [];
  const files = new Map<string, ByteSource>();
  const facts: FileFacts[] = [];
  let settings: Settings = {
    ...NO_SETTINGS,
    named: artifact !== undefined,
  };
  try {
    const trust = await readTrust(values);
    settings = { ...settings, ...trust, shipped: values['trusted-root'] === undefined };
    if (values.provenance !== undefined) settings = { ...settings, expectations: withPolicy(settings) };
    const bundle = await bundleFacts(carrier, opened);
    facts.push(bundle);
    const digest = artifact === undefined ? null : DIGEST.exec(artifact);
    if (digest !== null && artifact !== undefined)
      settings = { ...settings, digests: [namedDigest(artifact, digest)] };
    else if (artifact !== undefined) facts.push(await artifactFacts(artifact, bundle, opened, files));
  } catch (thrown) {
    if (thrown instanceof UsageError) throw thrown;
    problems.push(thrown instanceof Error ? thrown.message : String(thrown));
  }
  const model = problems.length === 0 ? await verifyAll(facts, settings, files) : unread(carrier, problems);
  for (const source of opened) await source.close();
  for (const problem of problems) process.stderr.write(`loupe: ${problem}\n`);

  const outcome = decide(model, {
    artifact: artifact !== undefined,
    type: values.type,
    publish: values.provenance !== undefined && values['package-name'] !== undefined,
    ...(settings.expectations.provenance === undefined ? {} : { expected: settings.expectations.provenance }),
  });
  if (values.json === true) {
    const report = reportJson(model, {
      toolVersion: version,
      evaluatedAt,
      limits: DEFAULT_LIMITS,
      entries: false,
    });
    process.stdout.write(`${JSON.stringify(report, null, 1)}\n`);
  } else process.stdout.write(verifyText(model, outcome));
  if (outcome.status !== 0 && problems.length === 0) process.stderr.write(`loupe: ${outcome.sentence}\n`);
  return problems.length > 0 ? 1 : outcome.status;
}

interface VerifyValues extends TrustValues {
  readonly bundle?: string;
  readonly provenance?: string;
  readonly type?: string;
  readonly json?: boolean;
  readonly now?: string;
}

function readOptions(args: readonly string[]): {
  readonly values: VerifyValues;
  readonly artifact: string | undefined;
  /** The file of `--bundle` or `--provenance`. */
  readonly carrier: string;
} {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...TRUST_OPTIONS,
        ...PROVENANCE_OPTIONS,
        bundle: { type: 'string' },
        provenance: { type: 'string' },
        type: { type: 'string' },
        json: { type: 'boolean' },
        now: { type: 'string' },
      },
    });
    const carrier = values.bundle ?? values.provenance;
    if (carrier === undefined) throw new UsageError('verify needs --bundle F or --provenance F');
    if (values.bundle !== undefined && values.provenance !== undefined)
      throw new UsageError('--bundle and --provenance exclude each other');
    if (positionals.length > 1) throw new UsageError('verify takes one artifact');
    return { values, artifact: positionals[0], carrier };
  } catch (thrown) {
    throw thrown instanceof UsageError
      ? thrown
      : new UsageError(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

/** `--provenance` asks for the whole policy, not for what is stated alone. */
function withPolicy({ expectations }: Settings): Settings['expectations'] {
  return { ...expectations, provenance: { ...expectations.provenance, policy: true } };
}

function namedDigest(
  text: string,
  [, algorithm = '', value = '']: RegExpExecArray,
): Settings['digests'][number] {
  const bytes = fromHex(value);
  const known = algorithm as keyof typeof HEX_LENGTH;
  if (bytes === undefined || value.length !== HEX_LENGTH[known])
    throw new UsageError(`"${text}" is not a ${algorithm} digest`);
  return { name: text.toLowerCase(), digests: { [known]: toHex(bytes) } };
}

async function open(path: string, opened: FileSource[]): Promise<FileSource> {
  try {
    const source = await FileSource.open(path);
    opened.push(source);
    return source;
  } catch (thrown) {
    throw new Error(`${path}: cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}

async function bundleFacts(path: string, opened: FileSource[]): Promise<FileFacts> {
  const source = await open(path, opened);
  if (source.size > DEFAULT_LIMITS.parsedNested)
    throw new Error(`${path}: is larger than a carrier of attestations may be`);
  const bytes = await source.bytes(0, source.size);
  const read = readClaim(basename(path), bytes, DEFAULT_LIMITS);
  const digests = await digestsOf(source, ['sha256']);
  const faults = read?.faults ?? [
    fault('attest.unknown', 'error', 'It holds no attestation of a format that is known.', { offset: 0 }),
  ];
  return fileFacts('f0', path, source.size, digests, faults, read === undefined ? {} : { claim: read.claim });
}

async function artifactFacts(
  path: string,
  bundle: FileFacts,
  opened: FileSource[],
  files: Map<string, ByteSource>,
): Promise<FileFacts> {
  const source = await open(path, opened);
  files.set('f1', source);
  const claims = bundle.harvests.flatMap(({ claim }) => claim ?? []);
  return fileFacts(
    'f1',
    path,
    source.size,
    await digestsOf(source, ['sha256', ...algorithmsOf(claims)]),
    [],
    {},
  );
}

async function digestsOf(source: ByteSource, algorithms: readonly DigestAlgorithm[]): Promise<Digests> {
  const hashers = await Promise.all(algorithms.map(createHasher));
  for await (const chunk of source.stream()) for (const hasher of hashers) hasher.update(chunk);
  return Object.fromEntries(
    algorithms.map((algorithm, i) => [algorithm, toHex(hashers[i]?.digest() ?? new Uint8Array(0))]),
  );
}

function fileFacts(
  key: string,
  path: string,
  size: number,
  digests: Digests,
  faults: readonly Fault[],
  more: Pick<Harvest, 'claim'>,
): FileFacts {
  const name = basename(path);
  return {
    ...newFacts(key, name, size),
    digests,
    harvests: [
      {
        source: {
          id: key,
          parent: undefined,
          path: name,
          name,
          kind: 'unknown',
          role: more.claim === undefined ? 'subject' : 'claim',
          size,
          digests,
          ref: { file: key, steps: [] },
          notInspected: faults.filter(({ severity }) => severity === 'error').map(({ message }) => message),
        },
        diagnostics: diagnose(key, faults),
        readings: [],
        inside: [],
        ...more,
      },
    ],
  };
}

async function verifyAll(
  facts: readonly FileFacts[],
  settings: Settings,
  files: ReadonlyMap<string, ByteSource>,
): Promise<CaseModel> {
  const verification = new Verification();
  for (const { key, order } of verification.due(facts, settings, DEFAULT_LIMITS)) {
    verification.settle(key, await verifyClaim(order, (file) => files.get(file)));
  }
  return buildCase(facts, DEFAULT_LIMITS, new BuildCache(), settings, verification.results);
}

/** The report stays whole when a file could not be read. */
function unread(path: string, problems: readonly string[]): CaseModel {
  const name = basename(path);
  return buildCase([{ ...newFacts('f0', name, 0), interrupted: problems }]);
}
