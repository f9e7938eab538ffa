import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { KINDS, kindTitle, sniff, sniffByName, sniffMismatch } from '../../src/core/sniff/sniff.ts';
import { sniffStructure } from '../../src/core/sniff/structures.ts';
import { HEAD_BYTES } from '../../src/core/sniff/types.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';

const kind = (bytes: Uint8Array, name = 'file') =>
  sniff(bytes.subarray(0, HEAD_BYTES), name, bytes.length).row.id;
const text = (content: string, name?: string) => kind(encodeUtf8(content), name);
const bytes = (...values: number[]) => kind(Uint8Array.from([...values, ...new Array<number>(32).fill(0)]));

describe('sniff', () => {
  it('knows archives by their magic bytes, whatever they are called', () => {
    expect(bytes(0x1f, 0x8b, 8)).toBe('gzip');
    expect(bytes(0x28, 0xb5, 0x2f, 0xfd)).toBe('zstd');
    expect(bytes(0x52, 0x2a, 0x4d, 0x18)).toBe('zstd');
    expect(bytes(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0)).toBe('xz');
    expect(text('BZh91AY&SY')).toBe('bzip2');
    expect(text('PK\x03\x04', 'holiday.jpg')).toBe('zip');
    expect(text('!<arch>\ndebian-binary   ')).toBe('deb');
    expect(text('!<arch>\nfoo.o/')).toBe('ar');
    expect(bytes(0xed, 0xab, 0xee, 0xdb)).toBe('rpm');
    expect(bytes(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c)).toBe('7z');
  });

  it('knows a tar by "ustar", and a V7 tar by its checksum', () => {
    const ustar = new Uint8Array(512);
    ustar.set(encodeUtf8('ustar\x0000'), 257);
    expect(kind(ustar)).toBe('tar');

    const v7 = new Uint8Array(512);
    v7.set(encodeUtf8('a.txt'), 0);
    const sum = v7.reduce((total, byte) => total + byte, 8 * 0x20);
    v7.set(encodeUtf8(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
    expect(kind(v7)).toBe('tar');
    v7[0] = 0x62;
    expect(kind(v7)).not.toBe('tar');
  });

  it('knows documents by what stands in them', () => {
    expect(text('{"bomFormat": "CycloneDX", "specVersion": "1.6"}')).toBe('cyclonedx-json');
    expect(text('\ufeff{ "spdxVersion": "SPDX-2.3" }')).toBe('spdx-json');
    expect(text('SPDXVersion: SPDX-2.2\nDataLicense: CC0-1.0')).toBe('spdx-tag-value');
    expect(text('{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json"}')).toBe('sigstore-bundle');
    expect(text('{"payloadType":"application/vnd.in-toto+json","payload":""}')).toBe('dsse');
    expect(text('{"_type":"https://in-toto.io/Statement/v1"}')).toBe('in-toto');
    expect(text('<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.5">')).toBe(
      'cyclonedx-xml',
    );
    expect(text(`${'0'.repeat(64)}  file.tar.gz\n`)).toBe('digest-list');
    expect(text('-----BEGIN PUBLIC KEY-----')).toBe('pem-key');
    expect(text('untrusted comment: minisign public key 1\nRWQ')).toBe('minisign-key');
    expect(text('untrusted comment: signature from a key\nRWQ')).toBe('minisign');
    expect(text('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5')).toBe('ssh-key');
    expect(text('{"hello": 1}')).toBe('json');
    expect(text('just some words')).toBe('text');
    expect(bytes(1, 2, 3)).toBe('unknown');
  });

  it('reads UTF-16 text, and tells a Java class from a universal binary', () => {
    const utf16 = Uint8Array.from([
      0xff,
      0xfe,
      ...[...'{"bomFormat":"CycloneDX"}'].flatMap((c) => [c.charCodeAt(0), 0]),
    ]);
    expect(kind(utf16)).toBe('cyclonedx-json');
    expect(bytes(0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 2)).toBe('mach-o-fat');
    expect(bytes(0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 61)).toBe('java-class');
  });

  it('says when the ending or the media type names another kind, and believes neither', () => {
    const gzip = KINDS.get('gzip');
    if (gzip === undefined) throw new Error('no gzip row');
    expect(sniffMismatch(gzip, 'layer.zip').map(({ message }) => message)).toEqual([
      '"layer.zip" ends like a zip archive; the bytes are a gzip file. The bytes decide.',
    ]);
    expect(sniffMismatch(gzip, 'layer', 'application/zip').map(({ code }) => code)).toEqual([
      'sniff.media-type-differs',
    ]);
    expect(sniffMismatch(gzip, 'layer.tgz')).toEqual([]);
    expect(sniffMismatch(gzip, 'no-ending')).toEqual([]);
  });

  it('names archives by their members where those say more', () => {
    expect(sniffStructure(['package/package.json', 'package/index.js'])?.id).toBe('npm-package');
    expect(sniffStructure(['META-INF/MANIFEST.MF'])?.id).toBe('jar');
    expect(sniffStructure(['a-1.dist-info/WHEEL', 'a.py'])?.id).toBe('wheel');
    expect(sniffStructure(['bin/sh'])).toBeUndefined();
    expect(kindTitle('npm-package+gzip')).toBe('npm package, gzip');
    expect(sniffByName('lib.jar')).toBe('zip archive');
  });
});

describeCorpus('sniff on real files', () => {
  it.each([
    ['container/lite.oci-gzip.tar', 'tar'],
    ['container/plain/express-4.18.2.tgz', 'gzip'],
    ['container/plain/hello-xz.deb', 'deb'],
    ['container/plain/corpus-gzip-1.0-1.noarch.rpm', 'rpm'],
    ['container/plain/rpmdb.sqlite', 'sqlite'],
    ['container/plain/log4j-core.jar', 'zip'],
    ['container/plain/corpus-0.1.0.gem', 'tar'],
    ['hostile/go-tar/v7.tar', 'tar'],
    ['sigstore/roots/public-good.json', 'trusted-root'],
  ])('%s is %s', (path, expected) => {
    expect(kind(corpusBytes(...path.split('/')), path)).toBe(expected);
  });
});

describe('a list of indicators', () => {
  const HEX = 'ab'.repeat(32);

  it.each([
    ['list.txt', `chalk@5.6.1\n${HEX}\npkg:npm/debug@4.4.2\n`],
    ['hashes.txt', `${HEX}\n${HEX}\n${'cd'.repeat(16)}`],
    ['indicators.txt', 'lodash@4.17.20\n*.pem\nexample.org\n'],
    ['2025-09_IOCs_npm.csv', 'evil.example.org\n'],
    ['compromised-packages.txt', 'chalk@5.6.1\n'],
  ])('%s', (name, content) => {
    expect(text(content, name)).toBe('indicators');
  });

  it.each([
    ['requirements.txt', 'django==3.2\nflask==2.0\nrequests==2.31\n'],
    ['notes.txt', 'chalk@5.6.1 was bad.\nSo was debug.\n'],
    ['indicators.json', '{"a": 1}\n'],
    ['biocs.txt', 'Some words.\n'],
  ])('%s is none', (name, content) => {
    expect(text(content, name)).not.toBe('indicators');
  });
});
