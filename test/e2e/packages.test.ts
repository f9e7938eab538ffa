import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { concatBytes } from '../../src/core/base/bytes.ts';
import { corpusPath, describeCorpus } from '../corpus.ts';
import { bzip2Stream } from '../fixtures/bzip2.ts';
import { PKGINFO } from '../fixtures/catalog/apk-archive.ts';
import { cpioArchive } from '../fixtures/cpio.ts';
import { gzipMember } from '../fixtures/gzip.ts';
import { lzmaStream } from '../fixtures/lzma.ts';
import { rpmPackage } from '../fixtures/rpm.ts';
import { file, tar } from '../fixtures/tar.ts';
import { xzStream } from '../fixtures/xz.ts';
import { choose, drop, fileOf, type Report, reportOf } from './case-page.ts';
import { type Browser, openLoupe, stateIs } from './chromium.ts';

function said({ components, diagnostics }: Report) {
  return {
    packages: components.map(({ purl }) => /\/([^/@]+)@/.exec(purl ?? '')?.[1] ?? '').sort(),
    codes: diagnostics.map(({ code }) => code),
  };
}

/** Codecs and gzip members behave in a browser as they do in Node, under the page's policy. */
describe('package files in a real browser', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await openLoupe();
  });
  afterAll(() => browser.close());

  /** Packages, files and sentences of what was dropped. */
  async function dropped(name: string, bytes: Uint8Array) {
    const { page } = browser;
    await page.reload();
    await stateIs(page, 'empty');
    await drop(page, [{ name, bytes }]);
    return said(await reportOf(page));
  }

  const cpio = cpioArchive([
    { name: './node_modules/inside/package.json', content: '{"name":"inside","version":"1.0.0"}' },
  ]);

  test.each([
    ['gzip', gzipMember(cpio)],
    ['bzip2', bzip2Stream(cpio)],
    ['xz', xzStream(cpio, { check: 10 })],
    ['lzma', lzmaStream(cpio)],
  ])('an rpm package in %s: the package, and what its files hold', async (compressor, payload) => {
    expect(await dropped('a.rpm', rpmPackage({ name: 'a', compressor }, payload))).toEqual({
      packages: ['a', 'inside'],
      codes: [],
    });
  });

  test('an Alpine package: three members, and its data against their digest', async () => {
    const segment = (name: string, content: string) => tar([file(name, content)]).subarray(0, 1024);
    const data = gzipMember(tar([file('usr/share/a', 'hello')]));
    const digest = createHash('sha256').update(data).digest('hex');
    const control = gzipMember(segment('.PKGINFO', PKGINFO.replace(/datahash = .*/, `datahash = ${digest}`)));
    const signature = gzipMember(segment('.SIGN.RSA.key.rsa.pub', 'signature'));
    expect(await dropped('a.apk', concatBytes([signature, control, data]))).toEqual({
      packages: ['busybox-binsh'],
      codes: ['gzip.multi-member'],
    });
    const other = gzipMember(tar([file('usr/share/a', 'hullo')]));
    expect((await dropped('a.apk', concatBytes([signature, control, other]))).codes).toContain(
      'apk.datahash',
    );
  });
});

describeCorpus('real package files in a real browser', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await openLoupe();
  });
  afterAll(() => browser.close());

  test('four rpm packages and their database are the same packages; the apk is whole', async () => {
    const { page } = browser;
    const plain = (name: string) => corpusPath('container', 'plain', name);
    const codecs = ['gzip', 'xz', 'zstd', 'bzip2'];
    await choose(
      page,
      ...codecs.map((codec) => plain(`corpus-${codec}-1.0-1.noarch.rpm`)),
      plain('rpmdb.sqlite'),
    );
    await drop(page, [fileOf(plain('corpus-0.1.0-r0.apk'))]);
    const { packages, codes } = said(await reportOf(page));
    expect(packages).toEqual(['corpus', ...codecs.map((codec) => `corpus-${codec}`).sort()]);
    expect(codes).toEqual(['gzip.multi-member']);
  });
});
