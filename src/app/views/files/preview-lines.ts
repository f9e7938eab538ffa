import { displayName } from '../../../core/base/names.ts';

/** Sixteen bytes a line, as a person reads a dump. */
export interface HexLine {
  readonly offset: string;
  readonly hex: string;
  readonly text: string;
}

const WIDTH = 16;

/** Lines of a dump; `start` is the offset of the first byte in its file. */
export function hexLines(bytes: Uint8Array, start: number): readonly HexLine[] {
  const lines: HexLine[] = [];
  const digits = Math.max(8, (start + bytes.length).toString(16).length);
  for (let at = 0; at < bytes.length; at += WIDTH) {
    let hex = '';
    let text = '';
    for (let i = 0; i < WIDTH; i++) {
      if (i > 0) hex += i === WIDTH / 2 ? '  ' : ' ';
      const byte = bytes[at + i];
      if (byte === undefined) {
        hex += '  ';
        continue;
      }
      hex += byte.toString(16).padStart(2, '0');
      text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
    }
    lines.push({ offset: (start + at).toString(16).padStart(digits, '0'), hex, text });
  }
  return lines;
}

/**
 * Lines of a text, decoded as UTF-8. Tabs stay; every other invisible or reordering character is shown escaped, so a
 * line reads in the order of its bytes. A window that begins or ends inside a character shows U+FFFD there.
 */
export function textLines(bytes: Uint8Array): readonly string[] {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const lines = text.split(/\r\n|\n/);
  if (lines[lines.length - 1] === '') lines.pop();
  return lines.map((line) => line.split('\t').map(displayName).join('\t'));
}
