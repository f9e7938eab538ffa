import { expect, test } from 'vitest';
import { withoutTokens, withoutTokensIn } from '../../src/core/base/without-tokens.ts';

const TOKEN = `ghp_${'aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC2dF4hJ6'}`;
const MASKED = 'ghp_… (40 characters)';

test.each([
  [`curl -H "Authorization: ${TOKEN}" x`, `curl -H "Authorization: ${MASKED}" x`],
  [`git+https://${TOKEN}@github.com/a/b`, `git+https://${MASKED}@github.com/a/b`],
  ['https://bob:hunter2hunter2@x.example/a', 'https://bob:hunt… (14 characters)@x.example/a'],
  ['//r.example/:_authToken=abcDEF123456ghiJKL789', '//r.example/:_authToken=abcD… (21 characters)'],
  [`https://h.example/?t%3D${TOKEN}`, `https://h.example/?t%3D${MASKED}`],
  ['https://u:pa$$word1@h.example/', 'https://u:pa$$… (9 characters)@h.example/'],
  ['https://u:hunter2*@h.example/', 'https://u:hunt… (8 characters)@h.example/'],
  ['https://u:a:bcdef@h.example/', 'https://u:a:bc… (7 characters)@h.example/'],
  [`a ${TOKEN} and ${TOKEN}`, `a ${MASKED} and ${MASKED}`],
])('%s', (text, expected) => {
  expect(withoutTokens(text)).toBe(expected);
});

test.each([
  'https://example.org/a:b@1.0.0',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what stands for a password is none
  'https://bob:${PASSWORD}@x.example/',
  'https://bob:***@x.example/',
  'https://bob:<password>@x.example/',
  'https://bob:{{password}}@x.example/',
  'git+ssh://git@github.com/a/b.git#v1',
  'pkg:npm/%40scope/name@1.0.0?vcs_url=git%2Bhttps://x.example/a',
  `x${TOKEN}`,
])('%s is left as it is', (text) => {
  expect(withoutTokens(text)).toBe(text);
});

test('every text of a value, and the value itself where there is nothing to mask', () => {
  const plain = { a: ['x'.repeat(40), { b: 1, c: null }] };
  expect(withoutTokensIn(plain)).toBe(plain);
  expect(withoutTokensIn({ a: [{ b: TOKEN, c: 1 }] })).toEqual({ a: [{ b: MASKED, c: 1 }] });
});
