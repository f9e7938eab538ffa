import { expect, it } from 'vitest';
import { findingsOf } from '../../src/core/flag/findings.ts';
import { sbomExports } from '../../src/core/report/sbom-exports.ts';
import { archiveTar, ociLayout } from '../fixtures/image.ts';
import { tar } from '../fixtures/tar.ts';
import { inspectFiles, reportOf } from '../inspect.ts';

const TOKEN = `ghp_${'aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC2dF4hJ6'}`;
const encoder = new TextEncoder();

/** Wherever a token may stand that is no file to be searched: every one of them is written out by something. */
const FILES: Readonly<Record<string, string>> = {
  'app/package.json': JSON.stringify({
    name: 'app',
    version: '1.0.0',
    license: `SEE ${TOKEN}`,
    repository: `https://bob:${TOKEN}@github.com/x/y`,
    scripts: { postinstall: `curl -H "Authorization: ${TOKEN}" https://x.example` },
    dependencies: { z: `git+https://${TOKEN}@github.com/x/z` },
  }),
  [`app/${TOKEN}.txt`]: 'x',
  'app/requirements.txt': `foo @ https://user:${TOKEN}@x.example/foo.whl\n`,
  'app/node_modules/z/package.json': JSON.stringify({
    name: 'z',
    version: '1.0.0',
    _resolved: `https://user:hunter2hunter2@npm.example/z.tgz`,
  }),
};

it('a report and its exports hold no token and no password of a URL, wherever they stood', async () => {
  const members = Object.entries(FILES).map(([name, text]) => ({ name, content: encoder.encode(text) }));
  const run = { Env: [`GITHUB_TOKEN=${TOKEN}`], Labels: { of: TOKEN } };
  const layer = {
    tar: tar(members),
    compression: 'none' as const,
    createdBy: `RUN |1 TOKEN=${TOKEN} /bin/sh -c make`,
  };
  const { model } = await inspectFiles([
    { name: 'image.tar', bytes: archiveTar(ociLayout([{ tags: ['app:1'], layers: [layer], run }])) },
  ]);
  const options = { toolVersion: 'test', evaluatedAt: '2026-01-01T00:00:00Z' };
  const written = [
    reportOf(model, true),
    sbomExports.cyclonedx.write(model, options),
    sbomExports.spdx.write(model, options),
  ].map((one) => JSON.stringify(one));
  for (const text of written) {
    expect(text).not.toContain(TOKEN);
    expect(text).not.toContain('hunter2hunter2');
  }
  expect(written[0]).toContain('curl -H \\"Authorization: ghp_… (40 characters)\\"');
  const ofConfig = findingsOf(model).filter(({ title }) => title.startsWith('The config'));
  expect(ofConfig.map(({ rule, title, path }) => [rule, title, path?.startsWith('blobs/sha256/')])).toEqual([
    ['secret.token', 'The config of the image holds a GitHub token.', true],
  ]);
  expect(JSON.stringify(model.images[0]?.plan.config)).not.toContain(TOKEN);
  // And what the page shows of it comes from the same facts.
  expect(JSON.stringify(model.occurrences.map(({ facts }) => facts))).not.toContain(TOKEN);
});
