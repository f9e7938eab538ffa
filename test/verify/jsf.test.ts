import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { DEFAULT_LIMITS } from '../../src/core/base/limits.ts';
import { readSignatures } from '../../src/core/case/read-signatures.ts';
import { documentSignature } from '../../src/core/verify/document-signature.ts';
import { readTrustedKeys } from '../../src/core/verify/trusted-key.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { type JsfAlgorithm, type JsfSigner, jsfSign, jsfSignAll, jsfSigner } from '../fixtures/jsf.ts';

const BOM = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  components: [{ type: 'library', name: 'a' }],
};

/** `verdict, pointer verdict, …` under the keys that are given. */
function verdicts(document: unknown, ...given: string[]): string {
  const bytes =
    document instanceof Uint8Array
      ? new Uint8Array(document)
      : encodeUtf8(typeof document === 'string' ? document : JSON.stringify(document));
  const keys = given.flatMap((text) => {
    const read = readTrustedKeys(encodeUtf8(text), { name: 'key', origin: 'given' });
    return read.ok ? read.value : [];
  });
  const { verdict, parts } = documentSignature(
    readSignatures('cyclonedx-json', bytes, DEFAULT_LIMITS) ?? [],
    keys,
  );
  return [verdict, ...parts.map((part) => `${part.pointer} ${part.verdict}`)].join(', ');
}

describe('a signature of one signer', () => {
  const algorithms: JsfAlgorithm[] = [
    'ES256',
    'ES384',
    'ES512',
    'RS256',
    'RS384',
    'RS512',
    'PS256',
    'PS384',
    'PS512',
    'Ed25519',
    'Ed448',
  ];

  test.each(algorithms)(
    '%s: right by its own key, verified by a given one, wrong when tampered with',
    (algorithm) => {
      const signer = jsfSigner(algorithm);
      const signed = jsfSign(BOM, signer);
      expect(verdicts(signed)).toBe('unknown-root');
      expect(verdicts(signed, signer.pem)).toBe('verified');
      expect(verdicts(signed, JSON.stringify(signer.jwk))).toBe('verified');
      expect(verdicts(signed, jsfSigner(algorithm, 'other').pem)).toBe('unknown-root');
      expect(verdicts({ ...signed, version: 2 }, signer.pem)).toBe('failed');
    },
  );

  test('without a key in the document, a given one decides', () => {
    const signer = jsfSigner('ES256');
    const signed = jsfSign(BOM, signer, { embed: false });
    expect(verdicts(signed)).toBe('unsupported');
    expect(verdicts(signed, signer.pem)).toBe('verified');
    expect(verdicts(signed, jsfSigner('ES256', 'other').pem)).toBe('failed');
    expect(verdicts({ ...signed, version: 2 }, signer.pem)).toBe('failed');
  });

  test('a key of another kind than the algorithm says does not fit', () => {
    const signed = {
      ...BOM,
      signature: { algorithm: 'ES384', publicKey: jsfSigner('ES256').jwk, value: 'AAAA' },
    };
    expect(verdicts(signed)).toBe('failed');
  });

  test('a secret key, and an algorithm that is not known, are unsupported', () => {
    expect(verdicts(jsfSign(BOM, jsfSigner('HS256')))).toBe('unsupported');
    expect(verdicts({ ...BOM, signature: { algorithm: 'none', value: 'AAAA' } })).toBe('unsupported');
  });

  test('what is left out is not covered, so that the whole is never verified by it', () => {
    const signer = jsfSigner('ES256');
    const signed = jsfSign({ ...BOM, note: 'mutable' }, signer, { excludes: ['note'] });
    expect(verdicts({ ...signed, note: 'changed' })).toBe('unknown-root');
    expect(verdicts({ ...signed, note: 'changed' }, signer.pem)).toBe('unknown-root');
    expect(verdicts({ ...signed, version: 2 }, signer.pem)).toBe('failed');
  });

  test('a key of the JSON that occurs twice makes it fail', () => {
    const text = JSON.stringify(jsfSign(BOM, jsfSigner('ES256')));
    expect(verdicts(text.replace('"version":1', '"version":2,"version":1'))).toBe('failed');
  });

  test('numbers are signed by their value, not by how they are written', () => {
    const text = JSON.stringify(jsfSign(BOM, jsfSigner('ES256')));
    expect(verdicts(text.replace('"version":1', '"version":1.0'))).toBe('unknown-root');
    expect(verdicts(text.replace('"version":1', '"version":1e400'))).toBe('failed');
  });
});

describe('several signers', () => {
  const two: [JsfSigner, JsfSigner] = [jsfSigner('ES256', 'one'), jsfSigner('Ed25519', 'two')];

  test('sign each for itself, and each by its own verdict', () => {
    const signed = jsfSignAll(BOM, 'signers', two);
    expect(verdicts(signed)).toBe(
      'unknown-root, /signature/signers/0 unknown-root, /signature/signers/1 unknown-root',
    );
    expect(verdicts(signed, two[1].pem)).toBe(
      'verified, /signature/signers/0 unknown-root, /signature/signers/1 verified',
    );
  });

  test('in a chain, sign what was signed before them', () => {
    const signed = jsfSignAll(BOM, 'chain', two);
    expect(verdicts(signed)).toBe(
      'unknown-root, /signature/chain/0 unknown-root, /signature/chain/1 unknown-root',
    );
    const { signature } = signed as { signature: { chain: { value: string }[] } };
    const [first, second] = signature.chain;
    const forged = { ...signed, signature: { chain: [{ ...first, value: second?.value }, second] } };
    expect(verdicts(forged)).toBe('failed, /signature/chain/0 failed, /signature/chain/1 failed');
  });

  test('one that is wrong fails the document', () => {
    const signed = jsfSignAll(BOM, 'signers', two);
    const { signature } = signed as { signature: { signers: object[] } };
    const forged = {
      ...signed,
      signature: { signers: [{ ...signature.signers[0], value: 'AAAA' }, signature.signers[1]] },
    };
    expect(verdicts(forged, two[1].pem)).toBe(
      'failed, /signature/signers/0 failed, /signature/signers/1 verified',
    );
  });
});

test('a part is signed by itself, whatever the rest of the document says', () => {
  const signer = jsfSigner('ES256');
  const component = jsfSign({ type: 'library', name: 'a' }, signer);
  expect(verdicts({ ...BOM, components: [component] }, signer.pem)).toBe(
    'unsigned, /components/0/signature verified',
  );
  expect(verdicts({ ...BOM, components: [{ ...component, name: 'b' }] })).toBe(
    'unsigned, /components/0/signature failed',
  );
});

describeCorpus('signed examples of CycloneDX', () => {
  const parts = ['/components/0', '/services/0', '/compositions/0'].map(
    (part) => `${part}/signature unknown-root`,
  );

  test.each([
    ['1.4', 'unknown-root'],
    ['1.5', 'failed'],
    ['1.6', 'failed'],
    ['1.7', 'failed'],
  ])('%s: the parts hold, the document reads %s', (version, whole) => {
    const bytes = corpusBytes(
      'sbom/cdx-spec/tools/src/test/resources',
      version,
      `valid-signatures-${version}.json`,
    );
    expect(verdicts(bytes)).toBe([whole, ...parts].join(', '));
  });
});

describeCorpus('an XML signature', () => {
  test('is recognized, and unsupported with the reason', () => {
    const bytes = corpusBytes('sbom/cdx-cli/tests/cyclonedx.tests/Resources/signed-bom.xml');
    const { verdict, why } = documentSignature(
      readSignatures('cyclonedx-xml', bytes, DEFAULT_LIMITS) ?? [],
      [],
    );
    expect(verdict).toBe('unsupported');
    expect(why).toMatch(/XML signature/);
  });
});
