import type { ByteSource } from '../base/byte-source.ts';
import { type Bytes, decodeLatin1, hasMagic } from '../base/bytes.ts';
import { limitFault } from '../base/limits.ts';
import { err, type Fault, fault, ok, type Result } from '../base/result.ts';
import { sniff } from '../sniff/sniff.ts';
import { parseRpmHeader, RPM_HEADER_INTRO, type RpmHeader, RpmTag, rpmHeaderLength } from './rpm-header.ts';
import type { ReadContext } from './types.ts';
import { counted, inWords } from './wording.ts';

/** The parts of a package file (RPM, "Package format": lead, signature, header, payload). */
export interface RpmPackage {
  readonly signature: RpmHeader;
  /** The header that describes the package, and its bytes from the magic on. */
  readonly header: RpmHeader;
  readonly headerBytes: Bytes;
  readonly headerStart: number;
  /** Where the payload begins; it reaches to the end of the file. */
  readonly payloadStart: number;
  /** Id of the payload's codec; `undefined` when it is stored as it is. */
  readonly codec: string | undefined;
  readonly faults: readonly Fault[];
}

const LEAD = 96;
const LEAD_MAGIC = [0xed, 0xab, 0xee, 0xdb];
/** The signature is padded so that the header begins at a multiple of this. */
const SIGNATURE_ALIGNMENT = 8;
/** Id of each codec by the word that packages use. */
const CODECS: Readonly<Record<string, string>> = {
  gzip: 'gzip',
  bzip2: 'bzip2',
  xz: 'xz',
  lzma: 'lzma',
  zstd: 'zstd',
};

/** Reads everything but the payload. */
export async function openRpm(source: ByteSource, context: ReadContext): Promise<Result<RpmPackage>> {
  const lead = await source.bytes(0, LEAD);
  if (!hasMagic(lead, LEAD_MAGIC)) {
    return err(
      fault(
        'rpm.not-rpm',
        'error',
        'The input does not begin with the lead of an rpm package: nothing was read.',
        { offset: 0 },
      ),
    );
  }
  const signature = await readHeader(source, LEAD, 'signature', context);
  if (!signature.ok) return signature;
  const signatureEnd = signature.value.end;
  const headerStart =
    signatureEnd + ((SIGNATURE_ALIGNMENT - (signatureEnd % SIGNATURE_ALIGNMENT)) % SIGNATURE_ALIGNMENT);
  const main = await readHeader(source, headerStart, 'header', context);
  if (!main.ok) return main;
  const { header, bytes, end } = main.value;
  const { codec, faults } = payloadCodec(header, await source.bytes(end, end + PAYLOAD_HEAD), end);
  return ok({
    signature: signature.value.header,
    header,
    headerBytes: bytes,
    headerStart,
    payloadStart: end,
    codec,
    faults,
  });
}

interface Read {
  readonly header: RpmHeader;
  readonly bytes: Bytes;
  readonly end: number;
}

async function readHeader(
  source: ByteSource,
  start: number,
  what: string,
  context: ReadContext,
): Promise<Result<Read>> {
  const intro = await source.bytes(start, start + RPM_HEADER_INTRO);
  const length = rpmHeaderLength(intro);
  const where = `The ${what} of the rpm package, at byte ${inWords(start)},`;
  if (length === undefined) {
    const message =
      intro.length < RPM_HEADER_INTRO
        ? `The rpm package ends at byte ${inWords(source.size)}, before its ${what}.`
        : `${where} is damaged: nothing behind it was read.`;
    return err(fault('rpm.header', 'error', message, { offset: start }));
  }
  const { limits } = context.budget;
  if (length > limits.parsedNested) {
    return err(
      limitFault('parsedNested', limits, `${where} has ${counted(length, 'byte')}.`, {
        offset: start,
        kept: 'nothing',
      }),
    );
  }
  if (start + length > source.size) {
    const message = `${where} states ${counted(length, 'byte')}, but the package ends at byte ${inWords(source.size)}.`;
    return err(fault('rpm.truncated', 'error', message, { offset: source.size }));
  }
  const bytes = await source.bytes(start, start + length);
  const parsed = parseRpmHeader(bytes);
  if (!parsed.ok)
    return err({
      ...parsed.error,
      message: `${where} cannot be read. ${parsed.error.message}`,
      offset: start,
    });
  return ok({ header: parsed.value, bytes, end: start + length });
}

/** Enough of the payload to tell what it is. */
const PAYLOAD_HEAD = 512;

/** How the payload is compressed: the bytes decide, but for LZMA, which has no magic. */
function payloadCodec(
  header: RpmHeader,
  head: Uint8Array,
  offset: number,
): { readonly codec: string | undefined; readonly faults: readonly Fault[] } {
  const stated = header.text(RpmTag.payloadCompressor);
  const { row } = sniff(head, '', head.length);
  const bare = row.id === 'cpio' || row.family !== 'codec';
  const found = row.family === 'codec' ? (row.reader ?? row.id) : undefined;
  // Without the word, the payload is compressed by gzip or not at all.
  if (stated === undefined) return { codec: found, faults: [] };
  const named = CODECS[stated];
  if (bare && named === 'lzma' && decodeLatin1(head.subarray(0, 5)) !== '07070')
    return { codec: 'lzma', faults: [] };
  if (found === named) return { codec: found, faults: [] };
  const what = `The header says that the payload is compressed by ${stated}; its bytes are ${found === undefined ? 'not' : `a ${row.title}`}. The bytes decide.`;
  return { codec: found, faults: [fault('rpm.compressor-differs', 'warning', what, { offset })] };
}
