import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { UsageError } from '../../src/cli/usage.ts';
import { corpusPath, describeCorpus, hasCorpus } from '../corpus.ts';
import { runVerify as run } from './run-verify.ts';

afterEach(() => void vi.restoreAllMocks());

const CASES = ['sigstore', 'conformance', 'bundle-verify'] as const;
const IDENTITY =
  'https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main';
const ISSUER = 'https://token.actions.githubusercontent.com';

/** The arguments a case of the suite asks for; its own files override the defaults (corpus README). */
function argsOf(name: string): string[] {
  const folder = corpusPath(...CASES, name);
  const own = (file: string) => (existsSync(join(folder, file)) ? join(folder, file) : undefined);
  const text = (file: string, otherwise: string) => {
    const path = own(file);
    return path === undefined ? otherwise : readFileSync(path, 'utf8').trim();
  };
  const key = own('key.pub');
  const root = own('trusted_root.json');
  const signer = name.startsWith('managed-key')
    ? key === undefined
      ? []
      : ['--key', key]
    : ['--identity', text('identity', IDENTITY), '--issuer', text('issuer', ISSUER)];
  return [
    '--bundle',
    join(folder, 'bundle.sigstore.json'),
    ...signer,
    ...(root === undefined ? [] : ['--trusted-root', root]),
    '--json',
    own('artifact') ?? corpusPath(...CASES, 'a.txt'),
  ];
}

describeCorpus('loupe verify on the conformance suite', () => {
  const cases = hasCorpus
    ? readdirSync(corpusPath(...CASES), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
    : [];

  it('has all 70 cases', () => expect(cases).toHaveLength(70));

  it.each(cases)('%s', async (name) => {
    const { status, stdout } = await run(argsOf(name));
    expect(status).toBe(name.endsWith('_fail') ? 1 : 0);
    const { attestations } = JSON.parse(stdout);
    if (status === 0)
      expect(attestations.map(({ verdict }: { verdict: string }) => verdict)).toEqual(['verified']);
    else
      expect(
        attestations.every(
          ({ verdict, expected, about }: { verdict: string; expected: string; about: unknown[] }) =>
            verdict !== 'verified' || expected !== 'met' || about.length === 0,
        ),
      ).toBe(true);
  });
});

describeCorpus('loupe verify', () => {
  const good = 'happy-path-v0.3';
  const bundle = () => corpusPath(...CASES, good, 'bundle.sigstore.json');
  const artifact = () => corpusPath(...CASES, 'a.txt');
  const signer = ['--identity', IDENTITY, '--issuer', ISSUER];

  it('takes a digest in place of the artifact', async () => {
    const digest = 'sha256:a0cfc71271d6e278e57cd332ff957c3f7043fdda354c4cbb190a30d56efa01bf';
    const { status, stdout } = await run(['--bundle', bundle(), ...signer, '--json', digest]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout).attestations[0].about).toMatchObject([{ digest, source: digest }]);
    expect((await run(['--bundle', bundle(), ...signer, digest.replace('a0', 'b0')])).status).toBe(1);
  });

  it('is not satisfied by half an expectation, and says what to give', async () => {
    for (const half of [[], ['--identity', IDENTITY], ['--issuer', ISSUER]]) {
      const { status, stderr } = await run(['--bundle', bundle(), ...half, artifact()]);
      expect(status).toBe(1);
      expect(stderr).toBe(
        'loupe: Verified, but you have not said whom you expect: give --identity and --issuer, --key, --source-uri with --provenance, or --any-signer.\n',
      );
    }
    expect((await run(['--bundle', bundle(), '--any-signer', artifact()])).status).toBe(0);
  });

  it('without an artifact speaks of verdict and expectations alone', async () => {
    const dsse = corpusPath(...CASES, 'happy-path-intoto-in-dsse-v3', 'bundle.sigstore.json');
    expect((await run(['--bundle', dsse, ...signer])).status).toBe(0);
    // A bare signature cannot be computed without the bytes it is over.
    expect((await run(['--bundle', bundle(), ...signer])).status).toBe(1);
  });

  it('counts only the type asked for', async () => {
    const { status, stderr } = await run([
      '--bundle',
      bundle(),
      ...signer,
      '--type',
      'https://spdx.dev/Document',
      artifact(),
    ]);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'loupe: None of 1 attestations is of the type asked for.\n',
    });
  });

  it('gives a whole report when a file cannot be read, and 1', async () => {
    const { status, stdout, stderr } = await run(['--bundle', '/nowhere/at-all.json', '--json', artifact()]);
    expect(status).toBe(1);
    expect(JSON.parse(stdout).sources).toHaveLength(1);
    expect(stderr).toMatch(/^loupe: \/nowhere\/at-all\.json: cannot be read: .*\n$/);
  });

  it('refuses what it cannot understand as usage', async () => {
    await expect(run(['--identity', IDENTITY])).rejects.toThrow(UsageError);
    await expect(run(['--bundle', bundle(), 'sha256:12'])).rejects.toThrow('is not a sha256 digest');
    await expect(run(['--bundle', bundle(), 'a', 'b'])).rejects.toThrow('verify takes one artifact');
  });
});

describe('the clock', () => {
  it('is read for the time of the report alone', async () => {
    await expect(run(['--bundle', 'x', '--now', 'yesterday'])).rejects.toThrow('is not an RFC 3339 time');
  });
});
