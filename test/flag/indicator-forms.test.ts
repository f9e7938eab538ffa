import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { withReference } from '../../src/core/case/accept.ts';
import { readIndicators } from '../../src/core/case/indicators/read-list.ts';
import { indicatorSearch } from '../../src/core/flag/indicator-search.ts';
import { imageOf } from '../fixtures/rules.ts';
import { file } from '../fixtures/tar.ts';
import { inspectFiles } from '../inspect.ts';

const EVIL = 'the bytes of something evil';
const SHA256 = createHash('sha256').update(EVIL).digest('hex');
const SHA512 = createHash('sha512').update(EVIL).digest();
const MD5 = createHash('md5').update(EVIL).digest('hex');

function read(text: string | Uint8Array): string[] {
  const list = readIndicators(typeof text === 'string' ? encodeUtf8(text) : text);
  if (!list.ok) return [list.error.code];
  const said = list.value.indicators.map(({ indicator }) => Object.values(indicator).join(' ').trim());
  return [...said, ...list.value.unread.map((one) => `unread: ${one.text}`)];
}

describe('forms in which lists name what is to be looked for', () => {
  it.each([
    ['sha256sum', `${SHA256}  evil.js`],
    ['sha256sum of a name that begins with a digit', `${SHA256} 7zip.exe`],
    ['a hash and a date', `${SHA256} 2026-01-01`],
    ['BSD', `SHA256 (evil.js) = ${SHA256}`],
    ['a prefix and upper case', `SHA-256:${SHA256.toUpperCase()}`],
    ['0x', `0x${SHA256}`],
    ['beside words, after a date', `2026-01-01,${SHA256},a loader`],
  ])('a digest: %s', (_name, line) => {
    expect(read(`${line}\n`)).toEqual([`hash sha256 ${SHA256}`]);
  });

  it('a digest as subresource integrity', () => {
    expect(read(`sha512-${SHA512.toString('base64')}\n`)).toEqual([`hash sha512 ${SHA512.toString('hex')}`]);
  });

  it.each([
    ['hxxps[:]//evil[.]example/x', ['domain evil.example /x']],
    ['evil[dot]example', ['domain evil.example']],
    ['*.evil.example', ['glob *.evil.example', 'domain evil.example']],
    ['evil.example:8443', ['domain evil.example']],
    ['evil.example/drop', ['glob evil.example/drop', 'domain evil.example /drop']],
    ['ftp://evil.example/x', ['domain evil.example /x']],
    ['transfer.sh', ['file transfer.sh', 'domain transfer.sh']],
    ['10.0.0.1/32', ['glob 10.0.0.1/32', 'domain 10.0.0.1']],
    ['10.0.0.0/8', ['indicators.empty']],
    ['evil\u200b[.]example', ['domain evil.example']],
  ])('a host: %s', (line, expected) => {
    expect(read(`${line}\n`)).toEqual(expected);
  });

  it.each([
    ['npm:@scope/pkg@1.0.0', ['package @scope/pkg 1.0.0 npm']],
    ['pypi:name==v1', ['package name 1 pypi']],
    ['org.example:tool:1.0', ['package org.example:tool 1.0 maven']],
    ['chalk,5.6.1', ['package chalk 5.6.1']],
    ['chalk 5.6.1, 5.6.2', ['package chalk 5.6.1', 'package chalk 5.6.2']],
    ['Invoice 2024.exe', ['file Invoice 2024.exe']],
    ['C:\\Users\\x\\evil.exe', ['file evil.exe']],
  ])('a package or file: %s', (line, expected) => {
    expect(read(`${line}\n`)).toEqual(expected);
  });

  it('a table: registries by any name, any version, ranges told as unread, digests under any title', () => {
    const table = [
      'package,ecosystem,affected versions,sha256 of sample',
      'a,RubyGems,1.0.0,',
      'b,Go,*,',
      'c,PyPI,>=1.0 <2,',
      `pkg:npm/d@1,,,${SHA256}`,
      'e@1.2.3,npm,,',
    ];
    expect(read(table.join('\r\n'))).toEqual([
      'package a 1.0.0 gem',
      'package b  golang',
      'package d 1 npm',
      `hash sha256 ${SHA256}`,
      'package e 1.2.3',
      'unread: c,PyPI,>=1.0 <2,',
    ]);
  });

  it('UTF-16 with a byte order mark, and lines that end in a carriage return alone', () => {
    const text = `chalk@5.6.1\r${SHA256}\r`;
    const expected = ['package chalk 5.6.1', `hash sha256 ${SHA256}`];
    expect(read(text)).toEqual(expected);
    const little = new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
    expect(read(little)).toEqual(expected);
    expect(read(new Uint8Array(Buffer.from(little).swap16()))).toEqual(expected);
    expect(read(JSON.stringify(['chalk@5.6.1', SHA256]))).toEqual(expected);
  });

  it('STIX patterns: sets are looked for, negations are not, and what cannot be compared is told', () => {
    const pattern = `[file:hashes.MD5 IN ('${MD5}', '${MD5.replaceAll('a', 'b')}') AND file:name NOT = 'good.exe' AND file:name != 'fine.exe'] FOLLOWEDBY [domain-name:value = 'transfer.sh' OR file:name LIKE 'x%' OR file:name = '/tmp/evil' OR ipv4-addr:value = '10.0.0.0/8']`;
    expect(read(JSON.stringify({ type: 'bundle', objects: [{ type: 'indicator', pattern }] }))).toEqual([
      `hash md5 ${MD5}`,
      `hash md5 ${MD5.replaceAll('a', 'b')}`,
      'domain transfer.sh',
      'glob /tmp/evil',
      "unread: file:name LIKE 'x%'",
      'unread: 10.0.0.0/8',
    ]);
  });

  it('all that is unread is counted, not only what is kept to be shown', () => {
    const list = readIndicators(encodeUtf8(`chalk@5.6.1\n${'not a thing\n'.repeat(1000)}`));
    expect(list.ok && [list.value.unreadCount, list.value.unread.length]).toEqual([1000, 100]);
  });
});

describe('what is listed is found as it is spelled there', () => {
  async function found(text: string) {
    const npm = (name: string, version: string) =>
      file(`app/node_modules/${name}/package.json`, JSON.stringify({ name, version }));
    const { case: loupe } = await inspectFiles([
      {
        name: 'image.tar',
        bytes: imageOf([
          npm('@babel/core', '7.0.0'),
          file(
            'var/lib/dpkg/status',
            'Package: zlib\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.3\nDescription: z\n',
          ),
          file(
            'usr/lib/python3/site-packages/Evil_Tool-1.0.dist-info/METADATA',
            'Metadata-Version: 2.1\nName: Evil_Tool\nVersion: 1.0\n',
          ),
          file('opt/drop/payload1.bin', EVIL),
          file('opt/{x}/a}b', 'x'),
        ]),
      },
      { name: 'iocs.txt', bytes: encodeUtf8(`# indicators\n${text}\n`) },
    ]);
    const source = loupe.model.sources.find((one) => one.reference !== undefined);
    if (source === undefined) throw new Error('the list was not recognized');
    const settings = await withReference(loupe.settings, source, true);
    if (!settings.ok) throw new Error(settings.error.message);
    loupe.decide(settings.value);
    await loupe.settled();
    const { hits, lists } = indicatorSearch(loupe.model);
    return { found: [...new Set(hits.map((hit) => hit.found))], lists, model: loupe.model };
  }

  it.each([
    ['pkg:deb/debian/zlib@1.3', ['zlib@1.3']],
    ['evil-tool==1.0.0', ['Evil_Tool@1.0']],
    ['@babel/core@v7.0.0', ['@babel/core@7.0.0']],
    ['core@7.0.0', []],
    ['babel-core@7.0.0', []],
    ['*/payload?.bin', ['opt/drop/payload1.bin']],
    ['opt/drop/', ['opt/drop/payload1.bin']],
    ['/drop/payload1.bin', []],
    ['opt/*/a}b', ['opt/{x}/a}b']],
    ['**/**/**/{x}/*', ['opt/{x}/a}b']],
  ])('%s', async (line, expected) => {
    expect((await found(line)).found).toEqual(expected);
  });

  it('an image by the digest of its manifest, of its config, or of an unpacked layer', async () => {
    const { model } = await found('nothing@1.0.0');
    const { plan, layers } = model.images[0] ?? {};
    const digests = [plan?.manifestDigest, plan?.configDigest, layers?.[0]?.diffID];
    expect(digests.every((one) => one !== undefined)).toBe(true);
    for (const digest of digests) expect((await found(digest ?? '')).found).toEqual([digest]);
  });

  it('says of how many digests nothing could be computed', async () => {
    const { found: hits, lists } = await found(`${MD5}\n${SHA256}`);
    expect(hits).toEqual([`sha256:${SHA256}`]);
    expect(lists).toEqual([{ name: 'iocs.txt', indicators: 2, unread: 0, otherDigests: 1 }]);
  });
});
