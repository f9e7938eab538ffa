import { describe, expect, test } from 'vitest';
import { preAuthEncoding } from '../../src/core/attest/dsse.ts';
import { isStatementType, readStatement } from '../../src/core/attest/statement.ts';
import { decodeUtf8, encodeUtf8 } from '../../src/core/base/bytes.ts';
import { DEFAULT_LIMITS } from '../../src/core/base/limits.ts';

const read = (text: string, limits = DEFAULT_LIMITS) => readStatement(encodeUtf8(text), limits);
const statement = (members: string) =>
  `{"_type":"https://in-toto.io/Statement/v1","predicateType":"p",${members}}`;
const subject = '"subject":[{"name":"a","digest":{"sha256":"AB"}}]';

describe('readStatement', () => {
  test('reads both versions, and digests in lower case', () => {
    for (const version of ['v1', 'v0.1']) {
      const { statement: found, faults } = read(statement(subject).replace('v1', version));
      expect(faults).toEqual([]);
      expect(found?.subjects.map(({ name, digests }) => [name, [...digests]])).toEqual([
        ['a', [['sha256', 'ab']]],
      ]);
    }
  });

  test.each([
    [
      statement(`${subject},"predicate":{"a":1,"a":2}`),
      'The key "a" occurs twice in one object of the statement.',
    ],
    [statement(`${subject},${subject}`), 'The key "subject" occurs twice in one object of the statement.'],
    [statement('"subject":[]'), '/subject names nothing.'],
    [
      statement('"subject":[{"digest":{"sha256":["ab"]}}]'),
      '/subject/0/digest has a digest "sha256" that is not a text.',
    ],
    [statement('"subject":[{"name":"a"}]'), '/subject/0/digest is not an object.'],
    [statement('"subject":"a"'), '/subject is not a list.'],
    [
      statement(subject).replace('v1', 'v0.9'),
      'The statement type "https://in-toto.io/Statement/v0.9" is not known.',
    ],
    ['null', 'The document is not an object.'],
    ['', 'This is not JSON: at character 0, the text ends too early.'],
    [`\ufeff${statement(subject)}`, 'The statement starts with a byte order mark.'],
  ])('%j', (text, sentence) => {
    const { statement: found, faults } = read(text);
    expect(found).toBeUndefined();
    expect(faults[0]?.message).toBe(sentence);
  });

  test('subjects just under the limit are read; one more is named', () => {
    const of = (count: number) =>
      statement(`"subject":[${Array(count).fill('{"name":"a","digest":{}}').join(',')}]`);
    const limits = { ...DEFAULT_LIMITS, subjects: 3 };
    expect(read(of(3), limits).statement?.subjects).toHaveLength(3);
    expect(read(of(4), limits).faults[0]?.code).toBe('limit.subjects');
  });
});

test('which payload types are statements', () => {
  expect(
    ['application/vnd.in-toto+json', 'application/vnd.in-toto.provenance+json'].every(isStatementType),
  ).toBe(true);
  expect(
    ['application/vnd.in-toto+jsonx', 'Application/vnd.in-toto+json', 'application/json'].some(
      isStatementType,
    ),
  ).toBe(false);
});

test('the pre-authentication encoding counts bytes, not characters', () => {
  expect(decodeUtf8(preAuthEncoding('tüp', encodeUtf8('é')))).toBe('DSSEv1 4 tüp 2 é');
});
