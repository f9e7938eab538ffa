import { documentReaderOf } from '../sbom/registry.ts';
import { type Sniffed, sniff } from '../sniff/sniff.ts';
import { HEAD_BYTES } from '../sniff/types.ts';
import { CLAIM_BYTES } from './claims.ts';

/** Enough of a member to tell an archive, or a program. */
const DECIDE_BYTES = 512;
/** Bytes of a document inside an archive in which its kind must show. */
const CLAIM_HEAD = 4096;

/** First bytes of the archive kinds; everything else is refused without a sniff. */
const FIRST = new Set([
  0x1f, 0x21, 0x28, 0x37, 0x41, 0x42, 0x43, 0x4d, 0x50, 0x51, 0x52, 0x30, 0x5d, 0x68, 0x73, 0x78, 0xed, 0xfd,
  0x04,
]);

/** Names under which documents are looked at more closely. What they are, the bytes decide. */
const DOCUMENT_NAME =
  /(?:^|[._-])(?:s?boms?|cdx|cyclonedx|spdx|syft|(?:open)?vex|csaf|sarif|trivy|grype)(?:[._-]|$)/i;
/** Documents that begin as anything may: with a comment, or with any key. */
const TEXT_NAME = /\.(?:spdx|tag|ya?ml)$/i;

/** How many of the first bytes of a member tell what it is. */
export function decidedBy(head: Uint8Array, path: string): number {
  if (!mayBeDocument(head, path)) return DECIDE_BYTES;
  return isNamed(path) ? HEAD_BYTES : CLAIM_HEAD;
}

/** What a member is that is to be read as a source of its own; `undefined` for a file like any other. */
export function nestedKind(head: Uint8Array, path: string, size: number): Sniffed | undefined {
  // Claims inside an archive are claims too; what judges them is never taken from there.
  if (mayBeDocument(head, path)) {
    const document = sniff(head.subarray(0, decidedBy(head, path)), path, size);
    const { family, role, id } = document.row;
    if (family === 'document' && role === 'claim')
      return size <= CLAIM_BYTES || documentReaderOf(id) !== undefined ? document : undefined;
    // Its kind may stand behind all that it lists, which shows once it is read.
    if (isJson(head) && family === 'leaf' && size > HEAD_BYTES && isNamed(path)) return document;
    if (isJson(head)) return undefined;
  }
  const looksTar = size >= 512 && head[257] === 0x75 && head[258] === 0x73 && head[259] === 0x74;
  if (!looksTar && !FIRST.has(head[0] ?? 0)) return undefined;
  const found = sniff(head.subarray(0, DECIDE_BYTES), path, size);
  const { family, id } = found.row;
  if (family === 'codec' || family === 'container') return found;
  return family === 'unsupported' && id !== 'unknown' ? found : undefined;
}

/** JSON, XML, `SP` of `SPDXVersion`, UTF-16, or a name that says so: the rest is refused by its first bytes. */
function mayBeDocument(head: Uint8Array, path: string): boolean {
  const [first, second] = withoutMark(head);
  return (
    first === 0x7b ||
    first === 0x3c ||
    (first === 0x53 && second === 0x50) ||
    (first === 0xff && second === 0xfe) ||
    (first === 0xfe && second === 0xff) ||
    TEXT_NAME.test(path)
  );
}

/** Whether a text begins as a JSON object does. */
export function isJson(head: Uint8Array): boolean {
  const body = withoutMark(head);
  for (const byte of body) if (byte !== 0x20 && (byte < 0x09 || byte > 0x0d)) return byte === 0x7b;
  return false;
}

function withoutMark(head: Uint8Array): Uint8Array {
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? head.subarray(3) : head;
}

/** The schema of a document is called like one. */
function isNamed(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return DOCUMENT_NAME.test(name) && !/\.schema\.json$/i.test(name);
}
