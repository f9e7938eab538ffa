import type { ByteSource } from '../base/byte-source.ts';
import { limitFault } from '../base/limits.ts';
import { fault } from '../base/result.ts';
import { readLayout } from '../image/layout.ts';
import { type ImageFile, type ImagePlan, layerFiles, type StoredFile } from '../image/plan.ts';
import type { Entry } from '../model/entry-table.ts';
import { chunkedClaim } from './check-zstd-chunked.ts';
import type { At, Draft } from './draft.ts';
import type { ChunkedClaim, LayerOrder } from './jobs.ts';
import { readLayer } from './read-layer.ts';
import type { Run } from './run.ts';

const KIND = {
  'oci-layout': 'oci-layout',
  'docker-archive': 'docker-archive',
  hybrid: 'oci-docker-archive',
} as const;

/**
 * Reads an image archive's index and documents, and sees to its layers: jobs of their own where the blobs lie in the
 * dropped file as they are, or here and now where the archive itself was compressed.
 */
export async function readImage(
  run: Run,
  draft: Draft,
  archive: ByteSource,
  entries: readonly Entry[],
  codec?: string,
): Promise<void> {
  const plan = await readLayout(
    entries.map((entry) => imageFile(entry, archive)),
    run.context,
  );
  draft.kind = codec === undefined ? KIND[plan.kind] : `${KIND[plan.kind]}+${codec}`;
  draft.image = plan;
  draft.reportAll(plan.faults);
  for (const { notInspected } of plan.images)
    for (const sentence of notInspected) draft.notInspected(sentence);
  run.glimpse(draft);
  const told = toldOf(plan);
  for (const file of layerFiles(plan)) await readOrQueue(run, draft, archive, file, told.get(file.path));
  for (const { layers, document } of plan.attestations) {
    for (const { file, mediaType, annotations } of layers)
      if (file !== undefined) await readClaim(run, draft, archive, file, { mediaType, annotations });
    if (layers.length === 0 && document.measured === undefined) {
      draft.report(
        fault(
          'image.artifact-absent',
          'warning',
          `A manifest of the index is not in the file: ${document.digest ?? 'no digest'}.`,
        ),
      );
    }
  }
}

function imageFile(entry: Entry, archive: ByteSource): ImageFile {
  const [only] = entry.steps;
  return {
    path: entry.path,
    size: entry.size,
    type: entry.type,
    link: entry.link,
    steps: entry.steps,
    read: async () => (only?.op === 'slice' ? archive.bytes(only.start, only.end) : new Uint8Array(0)),
  };
}

interface Told {
  readonly title: string;
  readonly mediaType: string;
  readonly sha512: boolean;
  readonly chunked: ChunkedClaim | undefined;
}

/** What the manifests say of each layer file; images may share one. */
function toldOf(plan: ImagePlan): Map<string, Told> {
  const out = new Map<string, Told>();
  for (const image of plan.images) {
    for (const layer of image.layers) {
      for (const file of [layer.file, ...layer.twins]) {
        if (file !== undefined && !out.has(file.path)) {
          const sha512 = layer.digest?.startsWith('sha512:') === true;
          const chunked = chunkedClaim(layer.annotations);
          out.set(file.path, {
            title: `layer ${layer.index + 1}`,
            mediaType: layer.mediaType,
            sha512,
            chunked,
          });
        }
      }
    }
  }
  return out;
}

async function readOrQueue(
  run: Run,
  draft: Draft,
  archive: ByteSource,
  file: StoredFile,
  told: Told | undefined,
): Promise<void> {
  const { title = file.path, mediaType = '', sha512 = false, chunked } = told ?? {};
  const at = draft.child(file.path, file.steps);
  const order: LayerOrder = {
    source: at.id,
    parent: draft.at.id,
    blob: file.path,
    path: at.path,
    title,
    mediaType,
    sha512,
    ...(chunked === undefined ? {} : { chunked }),
    size: file.size,
    steps: at.steps,
    depth: at.depth,
  };
  if (at.steps.every((step) => step.op === 'slice')) {
    run.next.push({ kind: 'layer', file: at.file, name: draft.at.name, layer: order });
    return;
  }
  const bytes = sliceOf(archive, file);
  if (bytes !== undefined) await readLayer(run, bytes, at.file, order);
  else {
    draft.report(
      fault('image.layer-sparse', 'error', `${title} is stored as a sparse file; it was not inspected.`, {
        entry: file.path,
      }),
    );
  }
}

async function readClaim(
  run: Run,
  draft: Draft,
  archive: ByteSource,
  file: StoredFile,
  told: Pick<At, 'mediaType' | 'annotations'>,
): Promise<void> {
  const bytes = sliceOf(archive, file);
  const { limits } = run.context.budget;
  if (bytes === undefined || bytes.size > limits.parsedNested) {
    draft.report(limitFault('parsedNested', limits, `"${file.path}" was not opened.`, { entry: file.path }));
    return;
  }
  await run.read(bytes, { ...draft.child(file.path, file.steps), ...told });
}

function sliceOf(archive: ByteSource, file: StoredFile): ByteSource | undefined {
  const [only, ...more] = file.steps;
  return only?.op === 'slice' && more.length === 0 ? archive.slice(only.start, only.end) : undefined;
}
