import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toBase64 } from '../../src/core/base/base64.ts';
import { concatBytes, encodeUtf8, toHex } from '../../src/core/base/bytes.ts';
import { verifyAttestation } from '../../src/core/verify/attestation.ts';
import {
  isByLog,
  isNameOf,
  noteKeyId,
  originsOf,
  readCheckpoint,
  readCosignature,
} from '../../src/core/verify/checkpoint.ts';
import { hash } from '../../src/core/verify/hash.ts';
import { leafHash, rootFromProof } from '../../src/core/verify/merkle.ts';
import { readSignedNote } from '../../src/core/verify/signed-note.ts';
import { artifactOf, carried } from '../fixtures/attestation.ts';
import { keyPair } from '../fixtures/keys.ts';
import { ARTIFACT, KEYS, makeBundle, makeCheckpoint, trustedRoots } from '../fixtures/sigstore.ts';

/** The tree of RFC 6962 §2.1, written as it is defined there. */
function treeRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (leaves.length === 1 && only !== undefined) return leafHash(only);
  const split = largestPowerBelow(leaves.length);
  return hash(
    'sha256',
    concatBytes([Uint8Array.of(1), treeRoot(leaves.slice(0, split)), treeRoot(leaves.slice(split))]),
  );
}

function path(index: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  if (leaves.length === 1) return [];
  const split = largestPowerBelow(leaves.length);
  return index < split
    ? [...path(index, leaves.slice(0, split)), treeRoot(leaves.slice(split))]
    : [...path(index - split, leaves.slice(split)), treeRoot(leaves.slice(0, split))];
}

function largestPowerBelow(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

describe('inclusion proofs', () => {
  const trees = Array.from({ length: 33 }, (_, size) =>
    Array.from({ length: size }, (_, i) => encodeUtf8(`leaf ${i}`)),
  );

  test('lead to the root for every leaf of every tree up to 32', () => {
    for (const leaves of trees.slice(1)) {
      for (const [index, leaf] of leaves.entries()) {
        const root = rootFromProof(leafHash(leaf), BigInt(index), BigInt(leaves.length), path(index, leaves));
        expect(root && toHex(root)).toBe(toHex(treeRoot(leaves)));
      }
    }
  });

  test('need exactly their hashes, their index and their size', () => {
    const leaves = trees[21] ?? [];
    const proof = path(13, leaves);
    const leaf = leafHash(leaves[13] ?? new Uint8Array(0));
    const lead = (index: bigint, size: bigint, hashes: readonly Uint8Array[]) => {
      const root = rootFromProof(leaf, index, size, hashes);
      return root !== undefined && toHex(root) === toHex(treeRoot(leaves));
    };
    expect(lead(13n, 21n, proof)).toBe(true);
    expect(lead(12n, 21n, proof)).toBe(false);
    expect(lead(21n, 21n, proof)).toBe(false);
    expect(lead(-1n, 21n, proof)).toBe(false);
    expect(lead(13n, 21n, proof.slice(1))).toBe(false);
    expect(lead(13n, 21n, [...proof, leaf])).toBe(false);
    expect(
      lead(
        13n,
        21n,
        proof.map((item, i) => (i === 2 ? item.slice(0, 31) : item)),
      ),
    ).toBe(false);
    expect(lead(13n, 1n << 62n, proof)).toBe(false);
  });
});

describe('signed notes', () => {
  const line = `\u2014 name ${toBase64(new Uint8Array(68))}\n`;

  test('text may hold empty lines; the last one separates', () => {
    const note = readSignedNote(`a\n\nb\n\n${line}`);
    expect(note.ok && note.value.text).toBe('a\n\nb\n');
  });

  test.each([
    ['', 'no blank line separates text and signatures'],
    [`a\n${line}`, 'no blank line separates text and signatures'],
    ['a\n\n', 'it has no signature'],
    [`a\n\n${line.trimEnd()}`, 'no blank line separates text and signatures'],
    [`a\r\n\n${line}`, 'it holds a control character'],
    [`a\n\n- name ${toBase64(new Uint8Array(68))}\n`, 'a signature line is malformed'],
    [`a\n\n\u2014 na+me ${toBase64(new Uint8Array(68))}\n`, 'a signature line is malformed'],
    [`a\n\n\u2014 name AAAA\n`, 'a signature line is malformed'],
    [`a\n\n${line.repeat(65)}`, 'it has 65 signatures, more than 64'],
  ])('%j', (text, why) => {
    const note = readSignedNote(text);
    expect(note.ok ? 'read' : note.error.message).toBe(`The signed note was not read: ${why}.`);
  });

  test('64 signatures are read', () => {
    expect(readSignedNote(`a\n\n${line.repeat(64)}`).ok).toBe(true);
  });
});

describe('checkpoints', () => {
  const root = new Uint8Array(32);
  const good = makeCheckpoint(1, root, 7);

  test.each([
    [good.replace(/^.*\n/, ''), 'its second line is no tree size'],
    [good.replace('\n7\n', '\n07\n'), 'its second line is no tree size'],
    [good.replace('\n7\n', '\n-7\n'), 'its second line is no tree size'],
    [good.replace(toBase64(root), toBase64(root.slice(1))), 'its third line is no root hash'],
    [good.replace(/^.*\n/, '\n'), 'it names no origin'],
  ])('%j', (text, why) => {
    const read = readCheckpoint(text);
    expect(read.ok ? 'read' : read.error.message).toBe(`The checkpoint was not read: ${why}.`);
  });

  test('are by a log when name and key id are both its own', () => {
    const [log] = trustedRoots()[0]?.logs ?? [];
    const read = readCheckpoint(good);
    const [signature] = read.ok ? read.value.note.signatures : [];
    if (!read.ok || log === undefined || signature === undefined) throw new Error('not read');
    expect(isByLog(signature, read.value, log)).toBe(true);
    expect(isByLog({ ...signature, name: 'rekor.tes' }, read.value, log)).toBe(false);
    expect(isByLog({ ...signature, keyId: Uint8Array.of(1, 2, 3, 4) }, read.value, log)).toBe(false);
    expect(isNameOf('rekor.test', 'rekor.test.evil - 1')).toBe(false);
    expect(isNameOf('rekor.test', 'rekor.test - 1x')).toBe(false);
  });

  test('are named after the host of their log', () => {
    expect(originsOf('https://log.test/')).toEqual(['log.test']);
    expect(originsOf('https://log.test:3000/api/')).toEqual([
      'log.test',
      'log.test:3000',
      'log.test/api',
      'log.test:3000/api',
    ]);
  });
});

describe('witnesses', () => {
  const witness = keyPair('witness', 'Ed25519');
  const name = 'witness.test/w1';

  async function cosigned(signer = witness): Promise<string[]> {
    const bundle = makeBundle({ rekor: 2 });
    const [entry] = bundle.verificationMaterial.tlogEntries;
    const note: string = entry.inclusionProof.checkpoint.envelope;
    const text = note.slice(0, note.indexOf('\n\n') + 1);
    const time = new Uint8Array(8);
    new DataView(time.buffer).setBigUint64(0, 1714564800n);
    const signature = signer.sign(encodeUtf8(`cosignature/v1\ntime 1714564800\n${text}`));
    const line = toBase64(concatBytes([noteKeyId(name, witness.key, 4), time, signature]));
    entry.inclusionProof.checkpoint.envelope = `${note}\u2014 ${name} ${line}\n`;
    const [envelope] = carried(encodeUtf8(JSON.stringify(bundle))).envelopes;
    if (envelope === undefined) throw new Error('no envelope');
    const results = await Promise.all(
      [[], [{ name, key: witness.key }]].map((witnesses) =>
        verifyAttestation(envelope, {
          artifacts: [artifactOf(ARTIFACT)],
          roots: trustedRoots(),
          keys: [],
          witnesses,
        }),
      ),
    );
    return results.map((result) => {
      const found = result.checks.find(({ id }) => id === 'sigstore.tlog.checkpoint');
      return `${result.verdict}: ${found?.evidence.find(({ label }) => label.startsWith('Cosignature'))?.value}`;
    });
  }

  test('are listed; those that are known are verified', async () => {
    expect(await cosigned()).toEqual([
      'verified: its key is not known, so it counts for nothing',
      'verified: holds; seen at 2024-05-01T12:00:00Z',
    ]);
    expect((await cosigned(keyPair('impostor', 'Ed25519')))[1]).toBe('verified: does not hold');
  });

  test('what is no cosignature is none', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const read = readCosignature(
          { name, keyId: new Uint8Array(4), signature: new Uint8Array(bytes) },
          { text: 'x\n', signatures: [] },
        );
        expect(read === undefined).toBe(bytes.length !== 72 || (bytes[0] ?? 0) >= 0x80);
      }),
      { seed: 1 },
    ));
});

test('the logs of the fixture are what their ids say', () => {
  expect(toHex(noteKeyId('rekor.test', KEYS.rekor.key))).toBe(KEYS.rekor.key.sha256.slice(0, 8));
});
