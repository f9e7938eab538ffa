import type { ByteSource } from '../base/byte-source.ts';
import { type Hex, toHex } from '../base/bytes.ts';
import { createHasher, digestStream } from '../base/digest.ts';
import { fault } from '../base/result.ts';
import { sniff } from '../sniff/sniff.ts';
import { HEAD_BYTES } from '../sniff/types.ts';
import { checkStargz } from './check-stargz.ts';
import { checkZstdChunked } from './check-zstd-chunked.ts';
import { Draft } from './draft.ts';
import { HashingSource } from './hashing-source.ts';
import type { LayerOrder } from './jobs.ts';
import { decodeInto } from './read-codec.ts';
import type { Run } from './run.ts';
import { StreamPass } from './stream-pass.ts';

/**
 * Reads a layer blob in one pass: digest as stored, diffID, every entry with its digest, and what catalogers find.
 * The bytes decide how it is compressed, not the media type (OCI image-spec, layer.md).
 */
export async function readLayer(run: Run, bytes: ByteSource, file: string, order: LayerOrder): Promise<void> {
  const draft = new Draft(
    {
      id: order.source,
      parent: order.parent,
      file,
      name: order.title,
      path: order.path,
      steps: order.steps,
      depth: order.depth,
      mediaType: order.mediaType,
    },
    bytes.size,
  );
  draft.kind = 'layer';
  const { row } = sniff(await bytes.bytes(0, HEAD_BYTES), order.title, bytes.size);
  const stored = new HashingSource(bytes, await createHasher('sha256'), (done) =>
    run.progress('unpacking', done, order.path),
  );
  const pass = await StreamPass.start(run, draft);
  const write = async (chunk: Uint8Array) => {
    if (!pass.stopped) await pass.write(chunk);
  };

  let complete: boolean;
  let diffID: Hex | undefined;
  if (row.family === 'codec' && row.reader !== undefined) {
    draft.inside = [{ op: 'decode', codec: row.reader }];
    const unpacked = await createHasher('sha256');
    const decoded = (chunk: Uint8Array) => {
      unpacked.update(chunk);
      return write(chunk);
    };
    complete = await decodeInto(run, draft, stored, row.reader, decoded, () => false);
    diffID = toHex(unpacked.digest());
  } else if (row.family === 'unsupported' && row.id !== 'unknown') {
    draft.report(
      fault(
        'kind.unsupported',
        'error',
        `The layer is a ${row.title}, which Loupe cannot unpack yet. Its digest was checked; its files were not inspected.`,
        {
          offset: 0,
        },
      ),
    );
    complete = false;
  } else {
    complete = true;
    for await (const chunk of stored.stream()) await write(chunk);
  }
  await pass.finish();
  if (complete) {
    await checkStargz(run, draft, bytes);
    await checkZstdChunked(run, draft, bytes, order.chunked);
  }
  const sha256 = stored.sha256 ?? (await digestStream(bytes.stream()));
  draft.digests = { sha256 };
  const cut = bytes.size < order.size;
  if (cut) {
    const sentence = `The file ends inside ${order.title}: ${bytes.size.toLocaleString('en')} of ${order.size.toLocaleString('en')} bytes are there. What they hold was kept; its digests cannot be compared.`;
    draft.report(fault('image.layer-cut', 'error', sentence, { offset: bytes.size }));
  }
  draft.layer = {
    blob: order.blob,
    cut,
    sha256,
    ...(order.sha512 ? { sha512: await digestStream(bytes.stream(), 'sha512') } : {}),
    size: bytes.size,
    // A layer that is not compressed is its own diffID.
    diffID: complete ? (diffID ?? sha256) : undefined,
    complete,
    codec: draft.inside.length > 0 ? row.id : undefined,
  };
  run.add(draft);
}
