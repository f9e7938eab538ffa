import { decodeUtf8Lossy } from '../base/bytes.ts';
import { isJsonObject, type JsonObject, own, ownObject } from '../base/json-shape.ts';
import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { readJsonFile } from './json-file.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger, CatalogFile } from './types.ts';

/** Weights of a model in safetensors: a JSON header that says what is in it, then tensors. Nothing in it can run. */
export const modelSafetensors: Cataloger = {
  id: 'model.safetensors',
  title: 'Model weights, safetensors',
  spec: 'huggingface.co/docs/safetensors: Format',
  match: { globs: ['**/*.safetensors'] },
  needs: 'head',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const header = readHeader(out, file);
    if (header === undefined) return out.done();
    const ref = file.path;
    const name = ref.slice(ref.lastIndexOf('/') + 1).replace(/\.safetensors$/, '');
    const place = { path: ref, state: 'present', pointer: 'byte 8' } as const;
    if (!out.find({ ref, type: 'machine-learning-model', name, place, how: 'derived' })) return out.done();
    out.fact(ref, 'guessed', 'the file name', { how: 'derived' });
    const tensors = Object.entries(header).filter(([key]) => key !== '__metadata__');
    out.fact(ref, 'tensors', String(tensors.length), { how: 'measured', pointer: 'byte 8' });
    for (const type of new Set(
      tensors.map(([, tensor]) => (isJsonObject(tensor) ? own(tensor, 'dtype') : '')),
    ))
      if (typeof type === 'string') out.fact(ref, 'tensor-type', type, { pointer: 'byte 8' });
    for (const [key, value] of Object.entries(ownObject(header, '__metadata__')))
      if (typeof value === 'string' && key.length < 100)
        out.fact(ref, key === 'license' ? 'license' : `model-${key}`, value, { pointer: 'byte 8' });
    return out.done();
  },
};

function readHeader(out: ReadingBuilder, file: CatalogFile): JsonObject | undefined {
  const { bytes, path } = file;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < 8 ? -1 : Number(view.getBigUint64(0, true));
  if (length < 2 || 8 + length > bytes.length) {
    const what =
      length < 0
        ? 'ends before its header begins'
        : `states a header of ${length.toLocaleString('en')} bytes`;
    const has =
      bytes.length < file.size
        ? `of which ${bytes.length.toLocaleString('en')} are read at most`
        : `and has ${file.size.toLocaleString('en')} bytes in all`;
    out.fault('model.header', 'error', `"${displayName(path)}" ${what}, ${has}; the model is not listed.`, 0);
    return undefined;
  }
  const text = decodeUtf8Lossy(bytes.subarray(8, 8 + length)).trimEnd();
  const header = readJsonFile(
    out,
    { ...file, bytes: new TextEncoder().encode(text) },
    'as the header of a model',
  );
  return isJsonObject(header) ? header : undefined;
}
