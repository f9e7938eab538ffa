import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readCase } from '../../src/cli/read-case.ts';
import { DEFAULT_LIMITS } from '../../src/core/base/limits.ts';
import { findingsOf } from '../../src/core/flag/findings.ts';
import { file, tar } from '../fixtures/tar.ts';

const folder = mkdtempSync(join(tmpdir(), 'licence-policy-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, content: Uint8Array | object): string {
  const path = join(folder, name);
  writeFileSync(path, content instanceof Uint8Array ? content : JSON.stringify(content));
  return path;
}

const APP = written(
  'app.tar',
  tar([
    file(
      'app/node_modules/a/package.json',
      JSON.stringify({ name: 'a', version: '1.0.0', license: 'GPL-3.0-only' }),
    ),
  ]),
);
const SCHEMA = 'loupe.licence-policy/1';

async function inspect(policies: readonly string[]) {
  const { model, failures } = await readCase([APP], {
    limits: DEFAULT_LIMITS,
    trust: { 'licence-policy': policies },
  });
  const titles = findingsOf(model).flatMap(({ rule, title }) => (rule === 'licence.policy' ? [title] : []));
  return { titles, failures };
}

test('--licence-policy puts a policy in force', async () => {
  const policy = written('deny.json', { schema: SCHEMA, deny: ['strong-copyleft'] });
  expect(await inspect([policy])).toEqual({
    titles: ['a 1.0.0 is under GPL-3.0-only, which you deny.'],
    failures: [],
  });
  expect((await inspect([])).titles).toEqual([]);
});

test('one that is refused is a failure, and not a policy that allows everything', async () => {
  const policy = written('slip.json', { schema: SCHEMA, deny: ['GPL-3'] });
  const { titles, failures } = await inspect([policy]);
  expect(titles).toEqual([]);
  expect(failures).toEqual([
    `${policy}: The licence policy was refused: /deny has "GPL-3" as element 0, which is no licence of SPDX and no family.`,
  ]);
});
