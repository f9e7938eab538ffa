import { fromBase64 } from '../base/base64.ts';
import { type Bytes, concatBytes, encodeUtf8, equalBytes } from '../base/bytes.ts';
import { err, fault, ok, type Result } from '../base/result.ts';
import { hash } from './hash.ts';
import type { PublicKey } from './public-key.ts';
import { type NoteSignature, readSignedNote, type SignedNote } from './signed-note.ts';
import type { TransparencyLog } from './trust-root.ts';

/** A log's signed tree head (C2SP tlog-checkpoint.md). */
export interface Checkpoint {
  readonly origin: string;
  readonly treeSize: bigint;
  readonly rootHash: Bytes;
  readonly note: SignedNote;
}

/** Faults: `note.form`, `checkpoint.form`. */
export function readCheckpoint(text: string): Result<Checkpoint> {
  const note = readSignedNote(text);
  if (!note.ok) return note;
  const [origin = '', size = '', root = '', ...extensions] = note.value.text.slice(0, -1).split('\n');
  if (origin === '') return refused('it names no origin');
  if (!/^(?:0|[1-9]\d{0,18})$/.test(size)) return refused('its second line is no tree size');
  const rootHash = fromBase64(root);
  if (rootHash?.length !== 32) return refused('its third line is no root hash');
  if (extensions.includes('')) return refused('it has an empty line');
  return ok({ origin, treeSize: BigInt(size), rootHash, note: note.value });
}

/**
 * Whether a signature line claims to be by this log: its key id is that of the log's key, and its name is the one the
 * checkpoint's origin gives. Rekor v1 puts a tree id after the name, and uses the start of the log id as key id.
 */
export function isByLog(line: NoteSignature, checkpoint: Checkpoint, log: TransparencyLog): boolean {
  const ids = [log.id.subarray(0, 4), noteKeyId(line.name, log.key)];
  return isNameOf(line.name, checkpoint.origin) && ids.some((id) => equalBytes(id, line.keyId));
}

export function isNameOf(name: string, origin: string): boolean {
  return origin === name || /^ - \d+$/.test(origin.startsWith(name) ? origin.slice(name.length) : '');
}

/** Key id of a note signature (signed-note.md §Signatures); of a witness' cosignature with type 4. */
export function noteKeyId(name: string, key: PublicKey, ed25519Type: 1 | 4 = 1): Bytes {
  if (key.kind !== 'ed25519') return hash('sha256', key.spki).slice(0, 4);
  return hash('sha256', concatBytes([encodeUtf8(`${name}\n`), Uint8Array.of(ed25519Type), key.point])).slice(
    0,
    4,
  );
}

/** Host of a log's base URL, with its port and path: what its checkpoints are named after (Rekor v2). */
export function originsOf(baseUrl: string): readonly string[] {
  const parts = /^[a-z]+:\/\/([^/?#:]+)(:\d+)?([^?#]*)$/i.exec(baseUrl);
  if (parts === null) return [baseUrl];
  const [, host = '', port = '', path = ''] = parts;
  const tail = path.replace(/\/+$/, '');
  return [...new Set([host, host + port, host + tail, host + port + tail])];
}

/** A cosignature of a witness (C2SP tlog-cosignature.md, Ed25519): when it saw the tree, and the signed message. */
export function readCosignature(line: NoteSignature, note: SignedNote) {
  if (line.signature.length !== 72) return undefined;
  const view = new DataView(line.signature.buffer, line.signature.byteOffset, 8);
  const seconds = view.getBigUint64(0);
  if (seconds >= 1n << 63n) return undefined;
  return {
    seconds,
    signature: line.signature.slice(8),
    message: encodeUtf8(`cosignature/v1\ntime ${seconds}\n${note.text}`),
  };
}

function refused(why: string) {
  return err(fault('checkpoint.form', 'error', `The checkpoint was not read: ${why}.`));
}
