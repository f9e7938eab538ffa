import { gzip } from 'pako';
import { toBase64 } from '../../src/core/base/base64.ts';
import { type Bytes, encodeUtf8, toHex } from '../../src/core/base/bytes.ts';
import { hash } from '../../src/core/verify/hash.ts';
import { file, tar } from '../../test/fixtures/tar.ts';
import {
  type DemoRun,
  demoPolicy,
  demoRoot,
  json,
  provenance,
  signed,
  signedWithoutTime,
} from './demo-authority.ts';

/** A made-up npm package with the provenance of its build, signed under the demo's own root; and what can go wrong. */
export type ReleaseFiles = readonly { readonly name: string; readonly bytes: Bytes }[];

const NAME = 'tide-1.4.0.tgz';

/** An underscore cannot be in the name of an account of GitHub: nobody is spoken of. */
const RELEASE: DemoRun = {
  repository: 'loupe_demo/tide',
  repositoryId: '40001',
  ownerId: '40000',
  workflow: '.github/workflows/release.yml',
  ref: 'refs/tags/v1.4.0',
  commit: digestOf('tide v1.4.0').slice(0, 40),
  event: 'push',
  runner: 'github-hosted',
  run: '7401/attempts/1',
};

/** Another repository, under which somebody ran a workflow that looks the same. */
const FORK: DemoRun = {
  ...RELEASE,
  repository: 'loupe_demo/tide-fork',
  repositoryId: '66001',
  ref: 'refs/heads/main',
  commit: digestOf('tide fork').slice(0, 40),
  event: 'workflow_dispatch',
  run: '9102/attempts/3',
};

/** The release before, built elsewhere and otherwise. */
const BEFORE: DemoRun = {
  ...RELEASE,
  workflow: '.github/workflows/publish.yml',
  ref: 'refs/tags/v1.3.0',
  commit: digestOf('tide v1.3.0').slice(0, 40),
  runner: 'self-hosted',
  run: '7108/attempts/1',
};

const INPUTS = [
  { uri: 'pkg:npm/moon-phase@1.4.3', digest: { sha512: digestOf('moon-phase 1.4.3', 'sha512') } },
  { uri: 'pkg:npm/pad-both@1.9.0' },
];

export function release(): ReleaseFiles {
  return [{ name: NAME, bytes: artifact('1.4.0') }, { name: bundleName(NAME), bytes: bundle() }, ...judges()];
}

export function tamperedArtifact(): ReleaseFiles {
  return [
    { name: NAME, bytes: artifact('1.4.0', "require('./extra.js');\n") },
    { name: bundleName(NAME), bytes: bundle() },
    ...judges(),
  ];
}

/** Somebody wrote another commit into the statement, and could not sign it. */
export function tamperedStatement(): ReleaseFiles {
  const made = signed(statement(RELEASE), RELEASE);
  const forged = statement({ ...RELEASE, commit: digestOf('another commit').slice(0, 40) });
  const envelope = {
    ...(made.dsseEnvelope as object),
    payload: toBase64(encodeUtf8(JSON.stringify(forged))),
  };
  return [
    { name: NAME, bytes: artifact('1.4.0') },
    { name: bundleName(NAME), bytes: json({ ...made, dsseEnvelope: envelope }) },
    ...judges(),
  ];
}

export function unsigned(): ReleaseFiles {
  return [
    { name: NAME, bytes: artifact('1.4.0') },
    { name: 'tide-1.4.0.intoto.json', bytes: json(statement(RELEASE)) },
    ...judges(),
  ];
}

/** The statement speaks of one repository, and a workflow of another one signed it. */
export function wrongIdentity(): ReleaseFiles {
  return [
    { name: NAME, bytes: artifact('1.4.0') },
    { name: bundleName(NAME), bytes: json(signed(statement(RELEASE), FORK)) },
    ...judges(),
  ];
}

export function undated(): ReleaseFiles {
  return [
    { name: NAME, bytes: artifact('1.4.0') },
    { name: 'tide-1.4.0.intoto.jsonl', bytes: signedWithoutTime(statement(RELEASE), RELEASE) },
    ...judges(),
  ];
}

export function twoReleases(): ReleaseFiles {
  const name = 'tide-1.3.0.tgz';
  const before = provenance(name, artifact('1.3.0'), BEFORE);
  return [
    { name: NAME, bytes: artifact('1.4.0') },
    { name: bundleName(NAME), bytes: bundle() },
    ...judges(true),
    { name, bytes: artifact('1.3.0') },
    { name: bundleName(name), bytes: json(signed(before, BEFORE)) },
  ];
}

function judges(wide = false): ReleaseFiles {
  return [
    { name: 'DEMO-trusted-root.json', bytes: demoRoot() },
    { name: 'DEMO-policy.json', bytes: demoPolicy(RELEASE, wide) },
  ];
}

function bundle(): Bytes {
  return json(signed(statement(RELEASE), RELEASE));
}

function statement(run: DemoRun): unknown {
  return provenance(NAME, artifact('1.4.0'), run, INPUTS);
}

function bundleName(name: string): string {
  return `${name}.sigstore.json`;
}

function artifact(version: string, extra = ''): Bytes {
  const manifest = {
    name: 'tide',
    version,
    license: 'Apache-2.0',
    repository: { type: 'git', url: `git+https://github.com/${RELEASE.repository}.git` },
    dependencies: { 'moon-phase': '^1.4.0' },
  };
  const members = [
    file('package/package.json', `${JSON.stringify(manifest, null, 2)}\n`),
    file('package/index.js', `${extra}module.exports = require('moon-phase');\n`),
  ];
  return new Uint8Array(gzip(tar(members)));
}

function digestOf(text: string, algorithm: 'sha256' | 'sha512' = 'sha256'): string {
  return toHex(hash(algorithm, encodeUtf8(text)));
}
