import { decodeUtf8Lossy } from '../base/bytes.ts';
import { linesOf } from '../base/lines.ts';

/** Lines of a configuration or a script that say something, with their numbers. */
export function* statementsIn(
  bytes: Uint8Array,
): Generator<{ readonly text: string; readonly pointer: string }> {
  let number = 0;
  for (const line of linesOf(decodeUtf8Lossy(bytes))) {
    number++;
    const text = line.trim();
    if (text !== '' && !text.startsWith('#')) yield { text, pointer: `line ${number}` };
  }
}
