import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { corpusPath, describeCorpus } from '../corpus.ts';
import { archiveTar, ociLayout } from '../fixtures/image.ts';
import { file, tar } from '../fixtures/tar.ts';

const CLI = resolve(import.meta.dirname, '../../dist/cli.js');
const folder = mkdtempSync(join(tmpdir(), 'loupe-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function loupe(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return { status, stdout, stderr };
}

function write(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, bytes);
  return path;
}

const layer = tar([file('app/node_modules/x/package.json', '{"name":"x","version":"1.0.0"}')]);
const layout = ociLayout([{ tags: ['example.org/a:1'], layers: [{ tar: layer, compression: 'gzip' }] }]);

describe('loupe inspect', () => {
  it('writes one JSON document and nothing else, and leaves with 0 when something was inspected', () => {
    const { status, stdout, stderr } = loupe(
      'inspect',
      write('image.tar', archiveTar(layout)),
      '--json',
      '--now',
      '2026-01-01T00:00:00Z',
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ schema: 'loupe.report/1', evaluatedAt: '2026-01-01T00:00:00.000Z' });
    expect(report.images[0].ref).toBe('example.org/a:1');
    expect(report.components.map(({ purl }: { purl: string }) => purl)).toEqual(['pkg:npm/x@1.0.0']);
    expect(report.entries).toBeUndefined();
  });

  it('turns a rule off where it is told to, and knows no other rules than its own', () => {
    const path = write('app.tar', tar([file('app/AGENTS.md', '# Rules\n')]));
    const rulesOf = (...more: readonly string[]): string[] =>
      JSON.parse(loupe('inspect', path, '--json', ...more).stdout).findings.map(
        ({ rule }: { rule: string }) => rule,
      );
    expect(rulesOf()).toContain('ai.agent-instructions');
    const off = rulesOf('--rule-off', 'ai.agent-instructions');
    expect(off).not.toContain('ai.agent-instructions');
    expect(off.length).toBe(rulesOf().length - 1);
    expect(loupe('inspect', path, '--rule-off', 'no.such-rule').status).toBe(2);
  });

  it('reads a folder that is an image layout as that image', () => {
    for (const { path, content } of layout) write(`layout/${path}`, content ?? '');
    const report = JSON.parse(loupe('inspect', join(folder, 'layout'), '--json').stdout);
    expect(report.sources[0]).toMatchObject({ name: 'layout', kind: 'oci-layout' });
    expect(report.images[0].ladder.every(({ status }: { status: string }) => status === 'pass')).toBe(true);
  });

  it('leaves with 1 and a whole report when a file cannot be read or nothing was inspected', () => {
    const missing = loupe('inspect', join(folder, 'absent.tar'), '--json');
    expect(missing.status).toBe(1);
    expect(missing.stderr).toMatch(/^loupe: absent\.tar: cannot be read: .*\n$/);
    expect(JSON.parse(missing.stdout).diagnostics).toHaveLength(1);

    const unknown = loupe('inspect', write('noise.bin', Uint8Array.from([1, 2, 3])), '--json');
    expect(unknown.status).toBe(1);
    expect(JSON.parse(unknown.stdout).sources[0]).toMatchObject({ kind: 'unknown', notFullyInspected: true });
  });

  it('leaves with 2 on usage', () => {
    for (const args of [
      [],
      ['frobnicate'],
      ['inspect'],
      ['inspect', 'x', '--now', 'yesterday'],
      ['inspect', 'x', '--limit', 'n=1'],
    ]) {
      const { status, stdout, stderr } = loupe(...args);
      expect({ status, stdout }, args.join(' ')).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(/^loupe: .+\n\nUsage: /);
    }
  });

  it('--ndjson gives one report a line and a file', () => {
    const one = write('one.tar', layer);
    const two = write('two.tar', layer);
    const { stdout } = loupe('inspect', one, two, '--ndjson');
    const reports = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(reports.map(({ sources }) => sources[0].name)).toEqual(['one.tar', 'two.tar']);
  });

  it('says it in words without --json', () => {
    const { stdout } = loupe('inspect', join(folder, 'image.tar'));
    expect(stdout).toContain('Image example.org/a:1, linux/amd64, 1 layer, ');
    expect(stdout).toContain('The image agrees with itself. That proves no origin.');
    expect(stdout).toContain('1 npm component in 1 place');
  });

  it('names the limits that were raised in the report', () => {
    const { stdout } = loupe('inspect', join(folder, 'image.tar'), '--json', '--limit', 'nesting=12');
    expect(JSON.parse(stdout).limits).toEqual({ nesting: 12 });
  });
});

describeCorpus('loupe inspect on the corpus image', () => {
  it('gives the counts the image is known for', () => {
    const { status, stdout } = loupe(
      'inspect',
      corpusPath('container', 'lite.oci-gzip.tar'),
      '--json',
      '--entries',
    );
    expect(status).toBe(0);
    const report = JSON.parse(stdout);
    const present = (type: string) =>
      report.components
        .filter(({ purl }: { purl: string | null }) => purl?.startsWith(`pkg:${type}/`))
        .flatMap(({ occurrences }: { occurrences: { state: string }[] }) =>
          occurrences.filter(({ state }) => state === 'present'),
        ).length;
    expect({ deb: present('deb'), npm: present('npm') }).toEqual({ deb: 208, npm: 505 });
    expect(
      report.entries.filter(
        ({ source, state }: { source: string; state: string }) => source === 's1' && state === 'present',
      ),
    ).toHaveLength(3690);
  });
});
