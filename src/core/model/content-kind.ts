/** What the first bytes of a file say it is, as far as it matters who put it there. */
export const CONTENT_KINDS = [
  'other',
  'elf-executable',
  'elf-shared',
  'elf-object',
  'pe',
  'mach-o',
  'script',
  'archive',
] as const;

export type ContentKind = (typeof CONTENT_KINDS)[number];

/** Bytes that {@link contentKindOf} looks at. */
const USTAR = 257;

/** Signatures of archives and compressed files. */
const ARCHIVES: readonly (readonly number[])[] = [
  [0x50, 0x4b, 3, 4],
  [0x1f, 0x8b, 8],
  [0xfd, 0x37, 0x7a, 0x58, 0x5a],
  [0x28, 0xb5, 0x2f, 0xfd],
  [0x42, 0x5a, 0x68],
  [0x21, 0x3c, 0x61, 0x72, 0x63, 0x68, 0x3e],
  [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c],
  [0x52, 0x61, 0x72, 0x21, 0x1a, 7],
  [0xed, 0xab, 0xee, 0xdb],
];

const MACH_O = new Set([0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe]);
/** A fat binary has few parts; a Java class file, which begins alike, a version of at least 45. */
const MOST_PARTS = 40;

export function contentKindOf(head: Uint8Array): ContentKind {
  const [a = 0, b = 0, c = 0, d = 0] = head;
  if (a === 0x7f && b === 0x45 && c === 0x4c && d === 0x46) return elfKind(head);
  if (a === 0x23 && b === 0x21) return 'script';
  if (a === 0x4d && b === 0x5a && head.length >= 64) return 'pe';
  const word = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  if (MACH_O.has(word)) return 'mach-o';
  if (
    word === 0xcafebabe &&
    (head[7] ?? 255) <= MOST_PARTS &&
    head[4] === 0 &&
    head[5] === 0 &&
    head[6] === 0
  ) {
    return 'mach-o';
  }
  if (ARCHIVES.some((magic) => magic.every((byte, i) => head[i] === byte))) return 'archive';
  const isTar = head[USTAR] === 0x75 && head[USTAR + 1] === 0x73 && head[USTAR + 2] === 0x74;
  return isTar ? 'archive' : 'other';
}

/** `e_type` (ELF-64 Object File Format, file header). */
function elfKind(head: Uint8Array): ContentKind {
  const type = head[5] === 2 ? head[17] : head[16];
  if (type === 2) return 'elf-executable';
  return type === 3 ? 'elf-shared' : 'elf-object';
}
