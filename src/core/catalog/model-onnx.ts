import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { type OnnxModel, readOnnx } from './onnx-model.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger } from './types.ts';

/** A model in ONNX: a graph of operators with its weights. It runs no code but what the operators are made of. */
export const modelOnnx: Cataloger = {
  id: 'model.onnx',
  title: 'Model, ONNX',
  spec: 'onnx.proto: ModelProto, GraphProto; protobuf.dev: Encoding',
  match: { globs: ['**/*.onnx'] },
  needs: 'large',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const { model, damagedAt } = readOnnx(file.bytes);
    const name = displayName(file.path);
    const at = (damagedAt ?? 0).toLocaleString('en');
    if (model.irVersion === undefined) {
      const why = damagedAt === undefined ? 'states no version of ONNX' : `cannot be read at byte ${at}`;
      out.fault('model.header', 'error', `"${name}" ${why}; the model is not listed.`, damagedAt);
      return out.done();
    }
    listModel(out, model);
    if (damagedAt !== undefined) {
      const what = `The model "${name}" cannot be read at byte ${at}; what it says before was kept.`;
      out.fault('model.header-cut', 'error', what, damagedAt);
    }
    return out.done();
  },
};

function listModel(out: ReadingBuilder, model: OnnxModel): void {
  const ref = out.path;
  const { graph } = model;
  const name = ref.slice(ref.lastIndexOf('/') + 1).replace(/\.onnx$/i, '');
  const version = model.version > 0 ? { version: String(model.version) } : {};
  const place = { path: ref, state: 'present', pointer: 'byte 0' } as const;
  if (!out.find({ ref, type: 'machine-learning-model', name, ...version, place, how: 'derived' })) return;
  out.fact(ref, 'guessed', 'the file name', { how: 'derived' });
  const say = (field: string, value: string): void => out.fact(ref, field, value);
  say('model-ir-version', String(model.irVersion));
  say('built-with', `${model.producer} ${model.producerVersion}`);
  say('group', model.domain);
  for (const { domain, version: opset } of model.opsets)
    say('model-operators', `${domain === '' ? 'ai.onnx' : domain} ${opset}`);
  for (const [key, value] of model.metadata)
    if (key.length < 100) say(/^licen[cs]e$/i.test(key) ? 'license' : `model-${key}`, value);
  if (graph === undefined) return;
  say('model-graph', graph.name);
  const count = (field: string, value: number): void =>
    out.fact(ref, field, String(value), { how: 'measured' });
  count('model-nodes', graph.nodes);
  count('model-inputs', graph.inputs);
  count('model-outputs', graph.outputs);
  count('tensors', graph.initializers);
  for (const path of graph.external) {
    say('model-external-data', path);
    if (path.startsWith('/') || /(?:^|[\\/])\.\.(?:[\\/]|$)|^[A-Za-z]:/.test(path)) {
      const what = `"${displayName(ref)}" takes weights from "${displayName(path)}", which is outside its folder.`;
      out.fault('model.external-outside', 'warning', what);
    }
  }
}
