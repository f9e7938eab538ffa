import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCarrier } from '../../src/core/attest/read-carrier.ts';
import { verifyAttestation } from '../../src/core/verify/attestation.ts';
import { shippedKeys } from '../../src/core/verify/shipped-trust.ts';
import { readTrustedKeys } from '../../src/core/verify/trusted-key.ts';
import { readTrustRoots } from '../../src/core/verify/trusted-root.ts';
import { corpusBytes, corpusPath, describeCorpus, hasCorpus } from '../corpus.ts';
import { artifactOf } from '../fixtures/attestation.ts';
import { secondOpinion } from '../fixtures/sigstore-js.ts';

/**
 * Every bundle on which Loupe and `@sigstore/verify` 4.1.3 differ, with the cause and a source that sides with Loupe.
 * A new row has to be reviewed here; the number of rows is bounded.
 */
const REVIEWED: readonly {
  readonly file: RegExp;
  readonly loupe: boolean;
  readonly cause: string;
  readonly source: string;
}[] = [
  {
    file: /conformance\/.*\/trust-root-tlog-missing-validity-start_fail\//,
    loupe: false,
    cause: 'a log key without the start of its window is taken as always valid',
    source:
      'sigstore-conformance, trust-root-tlog-missing-validity-start_fail/README; sigstore_common.proto, TimeRange',
  },
  {
    file: /mutations\/M09_fail\//,
    loupe: false,
    cause: 'the tree size of the proof differs from that of the checkpoint and is not looked at',
    source: 'sigstore_rekor.proto, InclusionProof.tree_size; RFC 9162 §2.1.3.2',
  },
];
const MAX_ROWS = 20;

interface Case {
  readonly path: string;
  readonly root: string;
  readonly artifact?: string;
  readonly key?: string;
}

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}

function* cases(): Generator<Case> {
  const publicGood = corpusPath('sigstore', 'roots', 'public-good.json');
  const at = (folder: string, name: string, fallback: string) =>
    existsSync(join(folder, name)) ? join(folder, name) : fallback;
  for (const set of [
    corpusPath('sigstore', 'conformance', 'bundle-verify'),
    corpusPath('sigstore', 'mutations'),
  ]) {
    for (const entry of readdirSync(set, { withFileTypes: true })) {
      if (!entry.isDirectory()) continue;
      const folder = join(set, entry.name);
      const key = join(folder, 'key.pub');
      yield {
        path: join(folder, 'bundle.sigstore.json'),
        root: at(folder, 'trusted_root.json', publicGood),
        artifact: at(folder, 'artifact', corpusPath('sigstore', 'conformance', 'a.txt')),
        ...(existsSync(key) ? { key } : {}),
      };
    }
  }
  const rows = JSON.parse(new TextDecoder().decode(corpusBytes('sigstore', 'expected.json'))) as {
    readonly bundle: string;
    readonly root: string;
    readonly artifact?: string;
  }[];
  for (const row of rows) {
    const artifact = row.artifact === undefined ? {} : { artifact: corpusPath('sigstore', row.artifact) };
    yield { path: corpusPath('sigstore', row.bundle), root: corpusPath('sigstore', row.root), ...artifact };
  }
  for (const path of files(corpusPath('provenance'))) {
    if (statSync(path).size < 20e6) yield { path, root: publicGood };
  }
}

/** The JSON of one bundle of a file. */
function bundleText(text: string, record: number): string {
  try {
    const value: unknown = JSON.parse(text);
    const list = (value as { readonly attestations?: readonly unknown[] }).attestations ?? value;
    if (!Array.isArray(list)) return text;
    const item = list[record - 1] as { readonly bundle?: unknown };
    return JSON.stringify(item.bundle ?? item);
  } catch {
    return text.split('\n')[record - 1] ?? text;
  }
}

/** npm's keys as the other one takes them. */
const npmKeys = new Map(
  shippedKeys()
    .filter(({ usage }) => usage === 'npm:attestations')
    .map(({ keyId = '', key, validFor }) => [
      keyId,
      {
        pem: `-----BEGIN PUBLIC KEY-----\n${Buffer.from(key.spki).toString('base64')}\n-----END PUBLIC KEY-----`,
        ...(validFor === undefined ? {} : { from: new Date(validFor.from) }),
        ...(validFor?.to === undefined ? {} : { to: new Date(validFor.to) }),
      },
    ]),
);

describeCorpus('second opinion of @sigstore/verify', () => {
  test('no difference but those that were reviewed', { timeout: 120_000 }, async () => {
    const unexpected: string[] = [];
    const seen = new Set<RegExp>();
    let compared = 0;
    for (const { path, root, artifact, key } of hasCorpus ? cases() : []) {
      const bytes = new Uint8Array(readFileSync(path));
      const read = readCarrier({ name: path, bytes });
      const rootBytes = new Uint8Array(readFileSync(root));
      const roots = readTrustRoots(rootBytes, { name: root, origin: 'given' });
      const keyBytes = key === undefined ? undefined : new Uint8Array(readFileSync(key));
      const given =
        keyBytes === undefined ? undefined : readTrustedKeys(keyBytes, { name: 'key.pub', origin: 'given' });
      const data = artifact === undefined ? undefined : new Uint8Array(readFileSync(artifact));
      for (const envelope of read.ok ? read.value.envelopes : []) {
        if (!['sigstore-bundle', 'bundle-list', 'unknown'].includes(envelope.carrier)) continue;
        const result = await verifyAttestation(envelope, {
          artifacts: data === undefined ? [] : [artifactOf(data)],
          named: true,
          roots: roots.ok ? roots.value : [],
          keys: [...shippedKeys(), ...(given?.ok ? given.value : [])],
        });
        const other = secondOpinion({
          bundle: bundleText(new TextDecoder().decode(bytes), envelope.record),
          root: new TextDecoder().decode(rootBytes),
          keys:
            keyBytes === undefined ? npmKeys : new Map([['*', { pem: new TextDecoder().decode(keyBytes) }]]),
          ...(data === undefined ? {} : { artifact: data }),
        });
        compared++;
        const loupe = result.verdict === 'verified';
        if (loupe === other.accepts) continue;
        const row = REVIEWED.find(({ file }) => file.test(path));
        if (row !== undefined && row.loupe === loupe) seen.add(row.file);
        else {
          const why = result.checks
            .filter(({ status }) => status === 'fail')
            .map(({ id, detail }) => `${id}: ${detail}`);
          unexpected.push(
            `${path}#${envelope.record}: Loupe ${result.verdict}, the other ${other.accepts ? 'accepts' : other.why}\n${why.join('\n')}`,
          );
        }
      }
    }
    expect(unexpected).toEqual([]);
    expect(REVIEWED.filter(({ file }) => !seen.has(file))).toEqual([]);
    expect(REVIEWED.length).toBeLessThanOrEqual(MAX_ROWS);
    expect(compared).toBeGreaterThan(200);
  });
});
