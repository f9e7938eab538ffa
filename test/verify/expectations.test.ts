import { describe, expect, test } from 'vitest';
import { compareSigner, type Expectations } from '../../src/core/verify/expectations.ts';
import { matchesPattern } from '../../src/core/verify/pattern.ts';
import { readPolicy, writePolicy } from '../../src/core/verify/policy-file.ts';
import type { Signer } from '../../src/core/verify/signer.ts';

const certificate: Signer = {
  kind: 'certificate',
  identity: 'https://github.com/org/repo/.github/workflows/release.yml@refs/tags/v1',
  identityKind: 'uri',
  issuer: 'https://token.test',
  claims: [],
  certificateSha256: 'aa',
  keySha256: 'bb',
  keyTitle: 'P-256',
  notBefore: '',
  notAfter: '',
};
const given: Signer = {
  kind: 'key',
  name: 'k',
  origin: 'given',
  keyId: undefined,
  keySha256: 'c'.repeat(64),
  keyTitle: 'P-256',
};
const shipped: Signer = { ...given, origin: 'shipped' };
const identity = certificate.identity ?? '';
const issuer = certificate.issuer ?? '';

describe('compareSigner', () => {
  const table: [string, Signer | undefined, Expectations, string][] = [
    ['identity and issuer', certificate, { identity, issuer }, 'met'],
    ['identity alone', certificate, { identity }, 'none-stated'],
    ['issuer alone', certificate, { issuer }, 'none-stated'],
    ['a wrong half alone', certificate, { identity: 'x' }, 'none-stated'],
    ['nothing', certificate, {}, 'none-stated'],
    ['another identity', certificate, { identity: `${identity}0`, issuer }, 'unmet'],
    ['a prefix of the identity', certificate, { identity: identity.slice(0, -1), issuer }, 'unmet'],
    ['another issuer', certificate, { identity, issuer: `${issuer}/` }, 'unmet'],
    ['a pattern nobody asked for', certificate, { identity: 'https://github.com/**', issuer }, 'unmet'],
    [
      'a pattern that was asked for',
      certificate,
      { identity: 'https://github.com/org/**', issuer, wildcards: true },
      'met',
    ],
    ['any signer', certificate, { anySigner: true }, 'met'],
    ['any signer, and a half that agrees', certificate, { anySigner: true, issuer }, 'met'],
    ['any signer, and a half that does not', certificate, { anySigner: true, issuer: 'x' }, 'unmet'],
    ['a key, where a certificate signed', certificate, { key: true }, 'unmet'],
    ['a certificate or a key', certificate, { key: true, identity, issuer }, 'met'],
    ['the given key', given, { key: true }, 'met'],
    ['the given key, where a shipped one signed', shipped, { key: true }, 'unmet'],
    ['a key by digest', given, { keySha256: 'C'.repeat(64) }, 'met'],
    ['another key by digest', given, { keySha256: 'd'.repeat(64) }, 'unmet'],
    ['an identity, where a key signed', given, { identity, issuer }, 'unmet'],
    ['half an identity, where a key signed', given, { identity }, 'none-stated'],
    ['nothing, where a key signed', given, {}, 'none-stated'],
    ['any signer, where a key signed', given, { anySigner: true }, 'met'],
    ['any signer, where nobody did', undefined, { anySigner: true }, 'none-stated'],
    ['somebody, where nobody did', undefined, { identity, issuer }, 'unmet'],
  ];
  test.each(table)('%s: %s', (_, signer, expectations, expected) => {
    expect(compareSigner(signer, expectations).expected).toBe(expected);
  });

  test('a certificate without issuer never meets one', () => {
    expect(compareSigner({ ...certificate, issuer: undefined }, { identity, issuer }).expected).toBe('unmet');
    expect(
      compareSigner({ ...certificate, issuer: undefined }, { identity, issuer: '**', wildcards: true })
        .expected,
    ).toBe('unmet');
  });
});

describe('matchesPattern', () => {
  test.each([
    ['abc', 'abc', true],
    ['abc', 'abcd', false],
    ['a.c', 'abc', false],
    ['a*c', 'abbbc', true],
    ['a*c', 'ab/c', false],
    ['a*c', 'ab@c', false],
    ['a**c', 'ab/@c', true],
    ['*', '', true],
    ['**', 'a/b', true],
    ['', '', true],
    ['', 'a', false],
    ['v*.*', 'v1.2.3', true],
    ['https://github.com/org/*/x@refs/tags/v*', 'https://github.com/org/evil/y/x@refs/tags/v1', false],
  ])('%j against %j: %s', (pattern, text, matches) => {
    expect(matchesPattern(pattern, text)).toBe(matches);
  });

  test('takes time by the product of the lengths, not more', () => {
    expect(matchesPattern(`${'**a'.repeat(50)}b`, 'a'.repeat(5000))).toBe(false);
  });
});

describe('policy files', () => {
  test('are read back as they were written', () => {
    for (const policy of [
      { identity, issuer },
      { identity: 'a*', issuer, wildcards: true },
      { keySha256: 'c'.repeat(64) },
      { anySigner: true },
    ]) {
      expect(readPolicy(writePolicy(policy))).toEqual({ ok: true, value: policy });
    }
  });

  test.each([
    ['{"schema":"loupe.policy/1","identiy":"x"}', '/identiy is not a member of a policy.'],
    ['{"schema":"loupe.policy/2"}', '/schema is not "loupe.policy/1".'],
    ['{}', '/schema is missing.'],
    ['{"schema":"loupe.policy/1","issuer":["x"]}', '/issuer is not a text.'],
    ['{"schema":"loupe.policy/1","issuer":""}', '/issuer is empty.'],
    ['{"schema":"loupe.policy/1","anySigner":"no"}', '/anySigner is not true or false.'],
    ['{"schema":"loupe.policy/1","keySha256":"abc"}', '/keySha256 is no SHA-256.'],
    ['{"schema":"loupe.policy/1","issuer":"a","issuer":"b"}', 'The document has a member twice.'],
  ])('%s', (text, sentence) => {
    const read = readPolicy(text);
    expect(read.ok ? 'read' : read.error.message).toBe(`The policy was refused: ${sentence}`);
  });
});
