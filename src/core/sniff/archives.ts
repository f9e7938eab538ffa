import { hasMagic } from '../base/bytes.ts';
import type { Head, SniffRow } from './types.ts';

const at = (bytes: readonly number[] | string, offset = 0) => {
  const shown =
    typeof bytes === 'string'
      ? `"${bytes.replace(/\n/g, '\\n')}"`
      : bytes.map((b) => b.toString(16).padStart(2, '0')).join(' ');
  const reason = `${shown} at byte ${offset.toLocaleString('en')}`;
  return (head: Head) => (hasMagic(head.bytes, bytes, offset) ? reason : undefined);
};

const anyOf =
  (...tests: readonly ((head: Head) => string | undefined)[]) =>
  (head: Head) => {
    for (const test of tests) {
      const reason = test(head);
      if (reason !== undefined) return reason;
    }
    return undefined;
  };

/** Codecs and containers by magic bytes. Sources: the formats' own specifications, named by their readers. */
export const ARCHIVE_ROWS: readonly SniffRow[] = [
  {
    id: 'gzip',
    title: 'gzip file',
    family: 'codec',
    role: 'subject',
    reader: 'gzip',
    extensions: ['.gz', '.tgz', '.crate', '.apk', '.gzip', '.svgz'],
    mediaTypes: ['application/gzip', 'application/x-gzip'],
    match: at([0x1f, 0x8b]),
  },
  {
    id: 'zstd',
    title: 'zstd file',
    family: 'codec',
    role: 'subject',
    reader: 'zstd',
    extensions: ['.zst', '.zstd', '.tzst'],
    mediaTypes: ['application/zstd'],
    match: (head) =>
      at([0x28, 0xb5, 0x2f, 0xfd])(head) ??
      (hasMagic(head.bytes, [0x2a, 0x4d, 0x18], 1) && ((head.bytes[0] ?? 0) & 0xf0) === 0x50
        ? 'a skippable frame at byte 0'
        : undefined),
  },
  {
    id: 'xz',
    title: 'xz file',
    family: 'codec',
    role: 'subject',
    reader: 'xz',
    extensions: ['.xz', '.txz'],
    mediaTypes: ['application/x-xz'],
    match: at([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]),
  },
  {
    id: 'bzip2',
    title: 'bzip2 file',
    family: 'unsupported',
    role: 'subject',
    extensions: ['.bz2', '.tbz', '.tbz2'],
    mediaTypes: ['application/x-bzip2'],
    match: (head) => (/^BZh[1-9]/.test(ascii(head.bytes, 4)) ? '"BZh" at byte 0' : undefined),
  },
  {
    id: 'zip',
    title: 'zip archive',
    family: 'container',
    role: 'subject',
    reader: 'zip',
    extensions: [
      '.zip',
      '.jar',
      '.war',
      '.ear',
      '.whl',
      '.nupkg',
      '.snupkg',
      '.aar',
      '.apk',
      '.ipa',
      '.vsix',
      '.xpi',
      '.mcpb',
      '.docx',
      '.xlsx',
      '.pptx',
      '.odt',
      '.epub',
      '.egg',
      '.pex',
      '.pyz',
      '.hpi',
      '.jpi',
      '.kar',
      '.lpkg',
      '.nar',
      '.par',
      '.rar',
      '.sar',
      '.far',
      '.zap',
    ],
    mediaTypes: ['application/zip', 'application/java-archive', 'application/x-wheel+zip'],
    match: anyOf(at('PK\x03\x04'), at('PK\x05\x06'), at('PK\x07\x08PK\x03\x04')),
  },
  {
    id: 'deb',
    title: 'Debian package',
    family: 'container',
    role: 'subject',
    reader: 'ar',
    extensions: ['.deb', '.udeb', '.ddeb', '.ipk'],
    mediaTypes: ['application/vnd.debian.binary-package'],
    match: at('!<arch>\ndebian-binary'),
  },
  {
    id: 'ar',
    title: 'ar archive',
    family: 'container',
    role: 'subject',
    reader: 'ar',
    extensions: ['.a', '.ar', '.lib', '.deb'],
    match: at('!<arch>\n'),
  },
  { ...unsupported('rpm', 'RPM package', ['.rpm'], 'rpm'), match: at([0xed, 0xab, 0xee, 0xdb]) },
  { ...unsupported('7z', '7-Zip archive', ['.7z']), match: at([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]) },
  { ...unsupported('rar', 'RAR archive', ['.rar']), match: at([0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]) },
  {
    ...unsupported('squashfs', 'SquashFS image', ['.squashfs', '.sqfs', '.snap', '.sif', '.appimage']),
    match: anyOf(at('hsqs'), at('sqsh')),
  },
  {
    ...unsupported('cpio', 'cpio archive', ['.cpio']),
    match: anyOf(at('070701'), at('070702'), at('070707')),
  },
  { ...unsupported('cab', 'Cabinet archive', ['.cab']), match: at('MSCF\0\0\0\0') },
  { ...unsupported('xar', 'xar archive', ['.xar', '.pkg']), match: at('xar!') },
  { ...unsupported('qcow2', 'QCOW2 disk image', ['.qcow2']), match: at([0x51, 0x46, 0x49, 0xfb]) },
  { ...unsupported('chrome-extension', 'Chrome extension', ['.crx']), match: at('Cr24') },
  { ...unsupported('lz4', 'LZ4 file', ['.lz4']), match: at([0x04, 0x22, 0x4d, 0x18]) },
  { ...unsupported('compress', 'compress (.Z) file', ['.z']), match: at([0x1f, 0x9d]) },
  { ...unsupported('iso9660', 'ISO 9660 image', ['.iso']), match: at('CD001', 32_769) },
  {
    ...unsupported('lzma', 'LZMA file', ['.lzma']),
    // LZMA alone has no magic: properties 0x5d, a power-of-two dictionary, and an unknown or plausible size.
    match: (head) =>
      hasMagic(head.bytes, [0x5d, 0x00, 0x00]) && head.bytes.length >= 13 && /\.lzma$/i.test(head.name)
        ? '5d 00 00 at byte 0, and the name'
        : undefined,
  },
];

function unsupported(
  id: string,
  title: string,
  extensions: readonly string[],
  reader?: string,
): Omit<SniffRow, 'match'> {
  return {
    id,
    title,
    family: 'unsupported',
    role: 'subject',
    extensions,
    ...(reader === undefined ? {} : { reader }),
  };
}

function ascii(bytes: Uint8Array, length: number): string {
  let out = '';
  for (const byte of bytes.subarray(0, length)) out += String.fromCharCode(byte);
  return out;
}
