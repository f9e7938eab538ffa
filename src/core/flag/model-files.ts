import { displayName } from '../base/names.ts';
import { entriesWhere } from './entries.ts';
import type { Rule } from './types.ts';

const MODEL = /\.(?:gguf|ggml|safetensors|onnx|tflite|h5|keras|mlmodel|pt|pth|ckpt|joblib|pkl|pickle)$/i;
/** Unpickling runs code that the file names. */
const RUNS = /\.(?:pt|pth|ckpt|joblib|pkl|pickle)$/i;
const SMALL = 1024;

/** Model weights and pickles that travel with an artifact. */
export const modelFiles: Rule = {
  id: 'ai.model-file',
  title: 'A machine learning model is part of it',
  grade: 'policy',
  why: 'A model decides what a program does and has an origin and a licence of its own. Pickled ones run code when they are loaded.',
  mayBeWrong: 'It is told by the ending of its name; other files use some of these endings too.',
  remedy:
    'State where it comes from and under which licence; prefer formats that hold no code (safetensors, ONNX, GGUF).',
  *run(model) {
    for (const { tree, layer, index, path } of entriesWhere(
      model,
      (table, i) => table.type(i) === 'f' && table.size(i) >= SMALL && MODEL.test(table.path(i)),
    )) {
      const runs = RUNS.test(path);
      const size = tree.layers[layer]?.table.size(index) ?? 0;
      yield {
        severity: runs ? 'medium' : 'low',
        source: tree.source,
        path,
        key: `${tree.id}\0${layer}`,
        title: `"${displayName(path)}" is a model${runs ? ' in a format that runs code when it is loaded' : ''}.`,
        detail: `${size.toLocaleString('en')} bytes.`,
        evidence: [{ label: 'size', value: `${size} bytes` }],
      };
    }
  },
};
