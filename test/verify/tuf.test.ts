import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Bytes, encodeUtf8 } from '../../src/core/base/bytes.ts';
import { canonicalJson } from '../../src/core/verify/canonical-json.ts';
import { shippedTufRoot } from '../../src/core/verify/shipped-trust.ts';
import { verifyTufSnapshot } from '../../src/core/verify/tuf.ts';
import { readTufMetadata } from '../../src/core/verify/tuf-metadata.ts';
import { corpusBytes, corpusPath, describeCorpus } from '../corpus.ts';
import { keyPair } from '../fixtures/keys.ts';
import { idOf, signed, TUF_KEYS, type TufOptions, tufRepository, tufRoot } from '../fixtures/tuf.ts';

async function verify(options: TufOptions = {}, trusted: Bytes = tufRoot()): Promise<string> {
  const read = await verifyTufSnapshot(tufRepository(options), trusted, 'repository');
  return read.ok ? 'holds' : read.error.message;
}

describe('a TUF repository', () => {
  test('holds from the root already trusted, and says by what', async () => {
    const read = await verifyTufSnapshot(tufRepository(), tufRoot(), 'repository');
    expect(read.ok && read.value.chain.map(({ label, value }) => `${label} ${value}`)).toEqual([
      'TUF root version 1, expires 2030-01-01T00:00:00Z',
      'TUF root version 2, expires 2030-01-01T00:00:00Z',
      'TUF timestamp version 9, expires 2030-01-01T00:00:00Z',
      'TUF snapshot version 7, expires 2030-01-01T00:00:00Z',
      'TUF targets version 5, expires 2030-01-01T00:00:00Z',
    ]);
    expect(read.ok && read.value.roots[0]).toMatchObject({
      name: 'repository',
      origin: 'given',
      expires: '2030-01-01T00:00:00Z',
    });
  });

  const { root1, root2, root3, online } = TUF_KEYS;
  const wrong: [string, TufOptions, string][] = [
    [
      'a new root that the old one did not sign',
      { rootSigners: [root2, root3] },
      'root version 2 is signed by 1 of 2 keys of version 1',
    ],
    [
      'a new root that did not sign itself',
      { rootSigners: [root1, root2] },
      'root version 2 is signed by 1 of 2 keys of version 2',
    ],
    ['one key that signs twice', { targetsSigners: [root2, root2] }, 'targets.json is signed by 1 of 2 keys'],
    [
      'targets signed by strangers',
      { targetsSigners: [online, keyPair('x')] },
      'targets.json is signed by 0 of 2 keys',
    ],
    ['a skipped root', { rootVersion: 3 }, 'a root of version 3 cannot follow one of version 1'],
    [
      'another snapshot than the timestamp names',
      { snapshotVersion: 8 },
      'snapshot.json of version 8 is not there',
    ],
    [
      'a target that was exchanged',
      {
        change: (files) =>
          files.set([...files.keys()].find((path) => path.includes('trusted_root')) ?? '', encodeUtf8('{}')),
      },
      'trusted_root.json has another length or digest',
    ],
    [
      'a snapshot that was exchanged',
      {
        change: (files) =>
          files.set(
            'metadata/7.snapshot.json',
            signed({ _type: 'snapshot', version: 7, expires: 'x', meta: {} }, [online]),
          ),
      },
      'snapshot.json has another length',
    ],
    [
      'no timestamp',
      { change: (files) => files.delete('metadata/timestamp.json') },
      'timestamp.json is not there',
    ],
  ];
  test.each(wrong)('%s', async (_, options, why) => {
    expect(await verify(options)).toBe(`The TUF repository does not hold: ${why}.`);
  });

  test('from another root it does not hold', async () => {
    expect(await verify({}, shippedTufRoot())).toContain('The TUF repository does not hold');
  });

  test('two ids of one key count once', async () => {
    const metadata = JSON.parse(new TextDecoder().decode(tufRoot()));
    const first = idOf(root1);
    metadata.signed.keys.twin = metadata.signed.keys[first];
    metadata.signed.roles.root.keyids = [first, 'twin'];
    const bytes = encodeUtf8(JSON.stringify(metadata));
    const next = tufRoot(2, [root1, root2, root3]);
    const copy = JSON.parse(new TextDecoder().decode(next));
    copy.signatures.push({ keyid: 'twin', sig: copy.signatures[0].sig });
    const read = await verifyTufSnapshot(
      new Map([['2.root.json', encodeUtf8(JSON.stringify(copy))]]),
      bytes,
      'x',
    );
    expect(read.ok ? 'holds' : read.error.message).toContain(
      'root version 2 is signed by 1 of 2 keys of version 1',
    );
  });
});

test('canonical JSON sorts members and escapes two characters', () => {
  expect(canonicalJson({ b: ['"\\\n', 1, null, true], a: {} })).toBe(
    '{"a":{},"b":["\\"\\\\\n",1,null,true]}',
  );
  expect(canonicalJson({ a: 1.5 })).toBeUndefined();
});

describeCorpus('TUF metadata of others', () => {
  test('the root that ships is the one of the corpus', () => {
    expect(shippedTufRoot()).toEqual(corpusBytes('sigstore', 'roots', 'public-good-tuf-root-v16.json'));
    expect(readTufMetadata(shippedTufRoot(), 'root').ok).toBe(true);
  });

  test("Docker's test repository: four roots, timestamp, snapshot and targets hold; it only has no trusted root", async () => {
    const folder = ['provenance', 'docker-attest', 'tuf', 'test-repo', 'metadata'];
    const files = new Map(
      readdirSync(corpusPath(...folder)).map((name) => [name, corpusBytes(...folder, name)]),
    );
    const trusted = files.get('1.root.json') ?? new Uint8Array(0);
    const read = await verifyTufSnapshot(files, trusted, 'docker');
    expect(read.ok ? 'holds' : read.error.message).toBe(
      'The TUF repository does not hold: targets.json does not state trusted_root.json with its SHA-256.',
    );
  });
});
