import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { describeCorpus } from '../corpus.ts';
import { stanza } from '../fixtures/catalog/dpkg.ts';
import { gzipMember } from '../fixtures/gzip.ts';
import { archiveTar, ociLayout } from '../fixtures/image.ts';
import { file, tar } from '../fixtures/tar.ts';
import { inspectFiles } from '../inspect.ts';
import { inspectLite } from '../lite.ts';

const hash = (algorithm: string, content: string | Uint8Array, encoding: 'hex' | 'base64' = 'hex') =>
  createHash(algorithm).update(content).digest(encoding);
const INFO = 'var/lib/dpkg/info';

test('counts by kind of record, with every file that does not agree and why it may', async () => {
  const files = {
    'var/lib/dpkg/status': [
      stanza('a', '1', { Conffiles: `\n /etc/a.conf ${hash('md5', 'as installed')}` }),
      stanza('b', '2'),
      stanza('c', '3'),
    ].join('\n'),
    [`${INFO}/a.list`]: '/usr/bin/a\n/etc/a.conf\n',
    [`${INFO}/a.md5sums`]: `${hash('md5', 'a')}  usr/bin/a\n`,
    [`${INFO}/b.list`]: '/usr/bin/b\n',
    [`${INFO}/b.md5sums`]: `${hash('md5', 'b')}  usr/bin/b\n`,
    [`${INFO}/c.list`]: '/usr/bin/c\n',
    [`${INFO}/c.md5sums`]: `${hash('md5', 'c')}  usr/bin/c\n`,
    'usr/bin/a': 'a',
    'usr/bin/b': 'changed',
    'etc/a.conf': 'as wanted',
  };
  const tgz = gzipMember(tar([file('package/package.json', '{"name":"p","version":"1.0.0"}')]));
  const lock = {
    name: 'app',
    lockfileVersion: 3,
    packages: {
      'node_modules/p': { version: '1.0.0', integrity: `sha512-${hash('sha512', tgz, 'base64')}` },
    },
  };
  const layer = {
    tar: tar(Object.entries(files).map(([path, content]) => file(path, content))),
    compression: 'gzip' as const,
  };
  const { report } = await inspectFiles([
    { name: 'app.tar', bytes: archiveTar(ociLayout([{ tags: ['app:1'], layers: [layer] }])) },
    { name: 'package-lock.json', bytes: encodeUtf8(JSON.stringify(lock)) },
    { name: 'p-1.0.0.tgz', bytes: tgz },
  ]);
  const { ownRecords, components, sources } = report();
  const id = (name: string) => components.find((one) => one.name === name)?.id;
  const source = sources.find(({ name }) => name === 'app.tar')?.id;
  expect(ownRecords).toEqual([
    {
      cataloger: 'dpkg',
      record: "dpkg's md5sums",
      algorithms: ['md5'],
      weak: ['md5'],
      packages: { agree: 1, agreeInPart: 0, contradicted: 1, missing: 1, notInspected: 0 },
      files: { agree: 1, changed: 1, missing: 1, extra: 0, exempted: 1, unread: 0, unchecked: 0 },
      exceptions: [
        {
          component: id('a'),
          source,
          path: 'etc/a.conf',
          how: 'changed',
          exempted: true,
          stated: `md5:${hash('md5', 'as installed')}`,
          found: `md5:${hash('md5', 'as wanted')}`,
        },
        {
          component: id('b'),
          source,
          path: 'usr/bin/b',
          how: 'changed',
          exempted: false,
          stated: `md5:${hash('md5', 'b')}`,
          found: `md5:${hash('md5', 'changed')}`,
        },
        {
          component: id('c'),
          source,
          path: 'usr/bin/c',
          how: 'missing',
          exempted: false,
          stated: `md5:${hash('md5', 'c')}`,
          found: null,
        },
      ],
      exceptionsLeftOut: 0,
    },
    {
      cataloger: 'npm.lock',
      record: 'lockfile',
      algorithms: ['sha512'],
      weak: [],
      packages: { agree: 1, agreeInPart: 0, contradicted: 0, missing: 0, notInspected: 0 },
      files: { agree: 1, changed: 0, missing: 0, extra: 0, exempted: 0, unread: 0, unchecked: 0 },
      exceptions: [],
      exceptionsLeftOut: 0,
    },
  ]);
});

describeCorpus('a real image', () => {
  test('agrees with its own records, and the report says how much of it', async () => {
    const { report } = await inspectLite();
    const { ownRecords } = report();
    const dpkg = ownRecords.find(({ cataloger }) => cataloger === 'dpkg');
    expect(dpkg?.packages.contradicted).toBe(0);
    expect(dpkg?.files.agree).toBeGreaterThan(400);
    for (const { files, exceptions, exceptionsLeftOut } of ownRecords) {
      const { changed, missing, extra, exempted } = files;
      expect(exceptions.length + exceptionsLeftOut).toBe(changed + missing + extra + exempted);
    }
  }, 120_000);
});
