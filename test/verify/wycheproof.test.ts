import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fromHex } from '../../src/core/base/bytes.ts';
import type { Hash } from '../../src/core/verify/hash.ts';
import { readSpki } from '../../src/core/verify/public-key.ts';
import { portableVerifier, type Scheme } from '../../src/core/verify/signature-verifier.ts';
import { webCryptoVerifier } from '../../src/core/verify/web-crypto.ts';
import { corpusBytes, corpusPath, describeCorpus, hasCorpus } from '../corpus.ts';

interface Group {
  readonly publicKey?: Record<string, unknown>;
  readonly publicKeyDer?: string;
  readonly sha?: string;
  readonly mgfSha?: string;
  readonly sLen?: number;
  readonly tests: readonly { tcId: number; msg: string; sig: string; result: string; comment: string }[];
}

const HASH: Record<string, Hash> = { 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' };

/** The scheme of a file, or why it is not one of ours. */
function schemeOf(name: string, group: Group): Scheme | string {
  const sha = HASH[group.sha ?? ''];
  if (name.startsWith('ed25519')) return { name: 'ed25519' };
  if (sha === undefined) return `hash ${group.sha}`;
  if (name.startsWith('ecdsa')) {
    return name.includes('p1363')
      ? { name: 'ecdsa', hash: sha, encoding: 'der-or-p1363' }
      : { name: 'ecdsa', hash: sha };
  }
  if (name.startsWith('rsa_signature')) return { name: 'rsa-pkcs1', hash: sha };
  if (name.startsWith('rsa_pss')) {
    return group.mgfSha === group.sha
      ? { name: 'rsa-pss', hash: sha, saltLength: group.sLen ?? 0 }
      : `MGF1 over ${group.mgfSha}`;
  }
  return 'another algorithm';
}

const files = hasCorpus
  ? readdirSync(corpusPath('hostile', 'wycheproof')).filter(
      (name) => /^(ecdsa|ed25519|rsa)/.test(name) && !name.includes('secp256k1'),
    )
  : [];

const bytes = (hex: string): Uint8Array => fromHex(hex) ?? new Uint8Array(0);
const verifiers = { portable: portableVerifier, platform: webCryptoVerifier(globalThis.crypto.subtle) };

/** Valid vectors that are refused, each with its reason. */
const REFUSED: Record<string, string> = {};

describeCorpus('Wycheproof', () => {
  describe.each(files)('%s', (name) => {
    test('no false accept, no false refusal, one verdict with and without WebCrypto', async () => {
      const file = JSON.parse(new TextDecoder().decode(corpusBytes('hostile', 'wycheproof', name))) as {
        readonly testGroups: readonly Group[];
      };
      let judged = 0;
      const wrong: string[] = [];
      for (const group of file.testGroups) {
        const scheme = schemeOf(name, group);
        if (typeof scheme === 'string') continue;
        const key = readSpki(bytes(group.publicKeyDer ?? ''));
        for (const vector of group.tests) {
          const verdicts = await Promise.all(
            Object.values(verifiers).map((verifier) =>
              key.ok ? verifier.verify(key.value, scheme, bytes(vector.sig), bytes(vector.msg)) : false,
            ),
          );
          judged++;
          const [portable, platform] = verdicts;
          const id = `${name}#${vector.tcId} ${vector.result} (${vector.comment})`;
          if (portable !== platform) wrong.push(`${id}: portable ${portable}, platform ${platform}`);
          if (vector.result === 'invalid' && portable) wrong.push(`${id}: accepted`);
          if (vector.result === 'valid' && !portable && REFUSED[`${name}#${vector.tcId}`] === undefined) {
            wrong.push(`${id}: refused`);
          }
        }
      }
      expect(wrong).toEqual([]);
      expect(judged).toBeGreaterThan(0);
    });
  });
});
