import { fromBase64 } from '../base/base64.ts';
import { type Bytes, encodeUtf8 } from '../base/bytes.ts';
import { err, fault, ok, type Result } from '../base/result.ts';

/** A signed note (C2SP signed-note.md): text and the lines that sign it. */
export interface SignedNote {
  /** With its final newline, without the blank line after it: what is signed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface NoteSignature {
  readonly name: string;
  /** The four bytes that say which key of that name. */
  readonly keyId: Bytes;
  readonly signature: Bytes;
}

/** More than any log and its witnesses need; the specification asks for at least 16. */
const MAX_SIGNATURES = 64;
const LINE = /^\u2014 ([^\s+]+) (\S+)$/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the specification forbids exactly these
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/;

/** Faults: `note.form` with what is wrong. */
export function readSignedNote(note: string): Result<SignedNote> {
  if (CONTROL.test(note)) return refused('it holds a control character');
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) return refused('no blank line separates text and signatures');
  const lines = note
    .slice(split + 2)
    .split('\n')
    .slice(0, -1);
  if (lines.length === 0) return refused('it has no signature');
  if (lines.length > MAX_SIGNATURES)
    return refused(`it has ${lines.length} signatures, more than ${MAX_SIGNATURES}`);
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const [, name, encoded] = LINE.exec(line) ?? [];
    const bytes = encoded === undefined ? undefined : fromBase64(encoded);
    if (name === undefined || bytes === undefined || bytes.length < 5)
      return refused('a signature line is malformed');
    signatures.push({ name, keyId: bytes.slice(0, 4), signature: bytes.slice(4) });
  }
  return ok({ text: note.slice(0, split + 1), signatures });
}

/** The bytes a note signature is over. */
export function signedText(note: SignedNote): Bytes {
  return encodeUtf8(note.text);
}

function refused(why: string) {
  return err(fault('note.form', 'error', `The signed note was not read: ${why}.`));
}
