import type { Detector } from './types.ts';

/** Selectors in a row that carry no meaning for any script; more than an emoji sequence ever has. */
const RUN = 8;

/** `E2 80 AA..AE` and `E2 81 A6..A9`: embeddings, overrides and isolates (UAX 9). */
const BIDI = [
  ...[0xaa, 0xab, 0xac, 0xad, 0xae].map((last) => [0xe2, 0x80, last]),
  ...[0xa6, 0xa7, 0xa8, 0xa9].map((last) => [0xe2, 0x81, last]),
];
/** `F3 A0 80..81`: tags (U+E0000 to U+E007F), which draw nothing. */
const TAGS = [
  [0xf3, 0xa0, 0x80],
  [0xf3, 0xa0, 0x81],
];
/** `EF B8 80..8F`: variation selectors; `F3 A0 84..87`: their supplement. */
const SELECTORS = [
  ...Array.from({ length: 16 }, (_, i) => [0xef, 0xb8, 0x80 + i]),
  ...[0x84, 0x85, 0x86, 0x87].map((third) => [0xf3, 0xa0, third]),
];

/**
 * Characters in code that a reader does not see and a compiler or model does: directions that reorder a line (Trojan
 * Source, CVE-2021-42574), tags, and runs of variation selectors that carry hidden bytes.
 */
export const hiddenCharacters: Detector = {
  id: 'hidden-characters',
  title: 'Characters that cannot be seen',
  spec: 'https://www.unicode.org/reports/tr9/',
  keywords: [...BIDI, ...TAGS, ...SELECTORS],
  wants: (path, kind) => kind === 'code' || isForAgents(path),
  at(file, offset) {
    const [first = 0, second = 0, third = 0] = file.bytes.subarray(offset, offset + 3);
    const pointer = `line ${file.line(offset)}`;
    if (first === 0xe2)
      return { kind: 'hidden.bidi', detail: 'characters that change the direction of text', pointer };
    if (first === 0xf3 && second === 0xa0 && third <= 0x81) {
      // A flag of a region (black flag, tags, end) is an emoji.
      const flag = file.text(offset - 40, offset).includes('\u00f0\u009f\u008f\u00b4');
      return flag
        ? undefined
        : { kind: 'hidden.tags', detail: 'tag characters, which draw nothing', pointer };
    }
    if (selectorsFrom(file.bytes, offset) < RUN) return undefined;
    return {
      kind: 'hidden.selectors',
      detail: `variation selectors in a row, which can carry hidden bytes`,
      pointer,
    };
  },
};

/** Instructions for agents are read by a model, hidden characters included. */
function isForAgents(path: string): boolean {
  return /(?:^|\/)(?:AGENTS|CLAUDE|GEMINI|SKILL)\.md$|(?:^|\/)\.cursorrules$|\.mdc$/.test(path);
}

function selectorsFrom(bytes: Uint8Array, start: number): number {
  let count = 0;
  for (let at = start; count < RUN; count++) {
    const [a, b, c = 0] = bytes.subarray(at, at + 3);
    if (a === 0xef && b === 0xb8 && c >= 0x80 && c <= 0x8f) at += 3;
    else if (a === 0xf3 && b === 0xa0 && c >= 0x84 && c <= 0x87) at += 4;
    else break;
  }
  return count;
}
