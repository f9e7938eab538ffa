import { expect, test } from 'vitest';
import { looksSecret } from '../../../src/core/attest/predicates/secrets.ts';

test.each<[readonly string[], unknown, boolean]>([
  [['args', 'build-arg:NPM_TOKEN'], 'abc', true],
  [['env', 'apiKey'], 'abc', true],
  [['private-key'], 'abc', true],
  [['args', '3'], 'DB_PASSWORD=x', true],
  [['x'], `ghp_${'a'.repeat(36)}`, true],
  [['x'], 'https://user:pass1@host/', true],
  [['token'], '', false],
  [['token'], '***', false],
  [['permissions', 'id-token'], 'write', false],
  [['token'], true, false],
  [['secrets', '0', 'id'], 'mysecret', false],
  [['author'], 'somebody', false],
  [['keyboard'], 'us', false],
  [['uri'], 'git+https://github.com/o/r@refs/heads/main', false],
])('%j = %j: %s', (path, value, expected) => {
  expect(looksSecret(path, value)).toBe(expected);
});
