import { hasMagic } from '../base/bytes.ts';
import type { Head, SniffRow } from './types.ts';

const at = (bytes: readonly number[] | string, offset = 0) => {
  const reason = () => {
    const shown =
      typeof bytes === 'string'
        ? `"${bytes.replace(/\n/g, '\\n')}"`
        : bytes.map((b) => b.toString(16).padStart(2, '0')).join(' ');
    return `${shown} at byte ${offset.toLocaleString('en')}`;
  };
  return (head: Head) => (hasMagic(head.bytes, bytes, offset) ? reason() : undefined);
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
    family: 'codec',
    role: 'subject',
    reader: 'bzip2',
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
      '.xpi',
      '.mcpb',
      '.dxt',
    ],
    mediaTypes: ['application/zip', 'application/java-archive', 'application/x-wheel+zip'],
    match: anyOf(at('PK\x03\x04'), at('PK\x05\x06'), at('PK\x07\x08PK\x03\x04')),
  },
  {
    // A zip behind a signed header; what the header says is not verified.
    id: 'chrome-extension',
    title: 'Chrome extension',
    family: 'container',
    role: 'subject',
    reader: 'zip',
    extensions: ['.crx'],
    match: at('Cr24'),
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
  {
    id: 'rpm',
    title: 'RPM package',
    family: 'container',
    role: 'subject',
    reader: 'rpm',
    extensions: ['.rpm', '.srpm'],
    mediaTypes: ['application/x-rpm'],
    match: at([0xed, 0xab, 0xee, 0xdb]),
  },
  {
    id: 'cpio',
    title: 'cpio archive',
    family: 'container',
    role: 'subject',
    reader: 'cpio',
    extensions: ['.cpio'],
    mediaTypes: ['application/x-cpio'],
    match: anyOf(at('070701'), at('070702'), at('070707'), at('07070X')),
  },
  { ...unsupported('7z', '7-Zip archive', ['.7z']), match: at([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]) },
  { ...unsupported('rar', 'RAR archive', ['.rar']), match: at([0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]) },
  {
    ...unsupported('squashfs', 'SquashFS image', ['.squashfs', '.sqfs', '.snap', '.sif', '.appimage']),
    match: anyOf(at('hsqs'), at('sqsh')),
  },
  { ...unsupported('cab', 'Cabinet archive', ['.cab']), match: at('MSCF\0\0\0\0') },
  { ...unsupported('xar', 'xar archive', ['.xar', '.pkg']), match: at('xar!') },
  { ...unsupported('qcow2', 'QCOW2 disk image', ['.qcow2']), match: at([0x51, 0x46, 0x49, 0xfb]) },
  { ...unsupported('lz4', 'LZ4 file', ['.lz4']), match: at([0x04, 0x22, 0x4d, 0x18]) },
  { ...unsupported('compress', 'compress (.Z) file', ['.z']), match: at([0x1f, 0x9d]) },
  { ...unsupported('iso9660', 'ISO 9660 image', ['.iso']), match: at('CD001', 32_769) },
  {
    ...unsupported('apk-v3', 'Alpine package, version 3', ['.apk']),
    match: anyOf(at('ADBd'), at('ADB.'), at('ADBc')),
  },
  {
    id: 'lzma',
    title: 'LZMA file',
    family: 'codec',
    role: 'subject',
    reader: 'lzma',
    extensions: ['.lzma', '.tlz'],
    match: ({ bytes }) => (likeLzma(bytes) ? 'a usual LZMA header' : undefined),
  },
];

function unsupported(id: string, title: string, extensions: readonly string[]): Omit<SniffRow, 'match'> {
  return {
    id,
    title,
    family: 'unsupported',
    role: 'subject',
    extensions,
  };
}

const LARGEST_LZMA = 2 ** 38;

/**
 * LZMA alone has no magic. All writers use the same properties, 0x5d, and dictionaries of 2^n or 2^n + 2^(n-1) bytes;
 * the length is unknown, or plausible, and the first byte of the data is 0 (XZ Utils tells the format the same way).
 */
function likeLzma(bytes: Uint8Array): boolean {
  if (bytes.length < 14 || bytes[0] !== 0x5d || bytes[13] !== 0) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const dictionary = view.getUint32(1, true);
  const top = 31 - Math.clz32(dictionary);
  if (dictionary < 4096 || (dictionary !== 2 ** top && dictionary !== 1.5 * 2 ** top)) return false;
  const size = view.getUint32(9, true) * 2 ** 32 + view.getUint32(5, true);
  return size < LARGEST_LZMA || size >= 2 ** 64;
}

function ascii(bytes: Uint8Array, length: number): string {
  let out = '';
  for (const byte of bytes.subarray(0, length)) out += String.fromCharCode(byte);
  return out;
}
