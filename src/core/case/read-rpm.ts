import type { ByteSource } from '../base/byte-source.ts';
import type { Hex } from '../base/bytes.ts';
import { createHasher } from '../base/digest.ts';
import { fault } from '../base/result.ts';
import { rpmArchive } from '../catalog/rpm-archive.ts';
import { EntryTable } from '../model/entry-table.ts';
import { reading } from '../model/reading.ts';
import type { Step } from '../model/source.ts';
import { CpioStream } from '../unpack/cpio-stream.ts';
import { openRpm, type RpmPackage } from '../unpack/rpm.ts';
import { numberedFiles } from '../unpack/rpm-files.ts';
import { RpmTag } from '../unpack/rpm-header.ts';
import type { Draft } from './draft.ts';
import { hashHere } from './hash-here.ts';
import { HashingSource } from './hashing-source.ts';
import { decodeInto } from './read-codec.ts';
import type { Run } from './run.ts';
import { StreamPass } from './stream-pass.ts';
import { catalogWanted } from './wanted.ts';

/** Reads a package file: its header goes to the catalogers, its payload is the package's files. */
export async function readRpm(run: Run, draft: Draft, bytes: ByteSource): Promise<void> {
  const opened = await openRpm(bytes, run.context);
  if (opened.ok) {
    draft.reportAll(opened.value.faults);
    await catalogHeader(run, draft, opened.value);
    await readPayload(run, draft, bytes, opened.value);
  } else draft.report(opened.error);
  await hashHere(run, draft, bytes);
}

/** Catalogers see the header as a file of the package's name. */
async function catalogHeader(
  run: Run,
  draft: Draft,
  { headerBytes, headerStart }: RpmPackage,
): Promise<void> {
  const table = new EntryTable();
  const size = headerBytes.length;
  const { name } = draft.at;
  const still = { type: 'f', mode: 0, mtime: 0, uid: 0, gid: 0, flags: 0 } as const;
  const index = table.add({ ...still, path: name, size, headerOffset: headerStart, steps: [] });
  const catalogers = run.catalogs.byHead(headerBytes);
  await catalogWanted(run, draft, table, { index, catalogers, nested: undefined, bytes: headerBytes });
}

async function readPayload(run: Run, draft: Draft, bytes: ByteSource, opened: RpmPackage): Promise<void> {
  const { payloadStart, codec, header } = opened;
  const slice: Step = { op: 'slice', start: payloadStart, end: bytes.size };
  draft.inside = codec === undefined ? [slice] : [slice, { op: 'decode', codec }];
  const payload = new HashingSource(
    bytes.slice(payloadStart, bytes.size),
    await createHasher('sha256'),
    (done) => run.progress('unpacking', payloadStart + done, draft.at.path),
  );
  const files = numberedFiles(header);
  const pass = await StreamPass.start(run, draft, (sink, context) => new CpioStream(sink, context, files));
  if (codec === undefined) {
    for await (const chunk of payload.stream()) {
      await pass.write(chunk);
      if (pass.stopped) break;
    }
  } else {
    await decodeInto(
      run,
      draft,
      payload,
      codec,
      (chunk) => pass.write(chunk),
      () => pass.stopped,
    );
  }
  await pass.finish();
  checkDigest(draft, opened, payload.sha256);
}

/** Holds the payload, as it is compressed, against the header: a package that differs does not agree with itself. */
function checkDigest(draft: Draft, { header, payloadStart }: RpmPackage, measured: Hex | undefined): void {
  const stated = header.text(RpmTag.payloadSha256)?.toLowerCase();
  const algorithm = header.number(RpmTag.payloadDigestAlgo) ?? SHA256;
  if (algorithm !== SHA256 || stated === undefined || measured === undefined) return;
  const { name: subject } = draft.at;
  const field = { subject, field: 'part-hash', role: 'payload' } as const;
  const facts = [
    { ...field, value: `sha256:${stated}`, how: 'stated' },
    { ...field, value: `sha256:${measured}`, how: 'measured' },
  ] as const;
  draft.readings.push({
    cataloger: rpmArchive.id,
    path: `${subject} (payload)`,
    layer: 0,
    reading: reading({ facts }),
  });
  if (stated === measured) return;
  draft.report(
    fault(
      'rpm.payload-digest',
      'error',
      `The payload has the digest sha256:${measured}; the header states sha256:${stated}. The files are shown as the payload has them.`,
      { offset: payloadStart },
    ),
  );
}

/** Number of SHA-256 among the digest algorithms that rpm names (RFC 9580, 9.5). */
const SHA256 = 8;
