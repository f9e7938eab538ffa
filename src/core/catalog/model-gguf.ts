import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { type GgufHeader, type GgufValue, readGgufHeader } from './gguf-header.ts';
import { purl } from './purl.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger } from './types.ts';

/** A model in GGUF: typed keys and values that say what it is, then tensors. Nothing in it runs but its chat template. */
export const modelGguf: Cataloger = {
  id: 'model.gguf',
  title: 'Model weights, GGUF',
  spec: 'ggml, docs/gguf.md',
  match: { globs: [], magic: ['GGUF'] },
  needs: 'head',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const header = readGgufHeader(file.bytes);
    if (typeof header === 'string') {
      const what = `"${displayName(file.path)}" ${header}; the model is not listed.`;
      out.fault('model.header', 'error', what, 4);
      return out.done();
    }
    listModel(out, header);
    if (header.endedAt !== undefined) {
      const read = `of its ${header.keys.toLocaleString('en')} keys ${header.values.size.toLocaleString('en')} were read`;
      const what = `The header of "${displayName(file.path)}" is not whole at byte ${header.endedAt.toLocaleString('en')}; ${read}.`;
      out.fault('model.header-cut', 'error', what, header.endedAt);
    }
    return out.done();
  },
};

const FACTS: readonly (readonly [key: string, field: string])[] = [
  ['general.architecture', 'model-architecture'],
  ['general.file_type', 'model-file-type'],
  ['general.quantized_by', 'model-quantized-by'],
  ['general.size_label', 'model-size'],
  ['general.finetune', 'model-finetune'],
  ['general.author', 'author'],
  ['general.organization', 'supplier'],
  ['general.description', 'description'],
  ['general.url', 'homepage'],
  ['general.repo_url', 'repository'],
  ['tokenizer.ggml.model', 'model-tokenizer'],
];

/** Merged models name a few they are made of. */
const MOST_BASES = 32;

function listModel(out: ReadingBuilder, { values, tensors }: GgufHeader): void {
  const ref = out.path;
  const text = (key: string): string | undefined => textOf(values.get(key));
  const stated = text('general.name');
  const name = stated ?? ref.slice(ref.lastIndexOf('/') + 1).replace(/\.gguf$/i, '');
  const pointer = 'byte 24';
  const found = {
    ref,
    type: 'machine-learning-model',
    name,
    ...versionOf(text('general.version')),
    ...purlOf(text('general.repo_url')),
    place: { path: ref, state: 'present', pointer },
    how: stated === undefined ? 'derived' : 'stated',
  } as const;
  if (!out.find(found)) return;
  if (stated === undefined) out.fact(ref, 'guessed', 'the file name', { how: 'derived' });
  out.fact(ref, 'tensors', String(tensors), { pointer: 'byte 8' });
  out.fact(ref, 'license', text('general.license'), { role: 'declared', pointer });
  for (const [key, field] of FACTS) out.fact(ref, field, text(key), { pointer });
  const template = text('tokenizer.chat_template');
  if (template !== undefined)
    out.fact(ref, 'model-chat-template', `${template.length.toLocaleString('en')} characters of Jinja`, {
      how: 'measured',
      pointer,
    });
  const bases = Math.min(Number(text('general.base_model.count') ?? 0) || 0, MOST_BASES);
  for (let i = 0; i < bases; i++) listBase(out, ref, i, text);
}

/** A model that this one was made from, by what it says of it. */
function listBase(
  out: ReadingBuilder,
  from: string,
  index: number,
  text: (key: string) => string | undefined,
): void {
  const said = (key: string) => text(`general.base_model.${index}.${key}`);
  const name = said('name');
  if (name === undefined) return;
  const ref = `${from}#base-${index}`;
  const found = {
    ref,
    type: 'machine-learning-model',
    name,
    ...versionOf(said('version')),
    ...purlOf(said('repo_url')),
    place: { path: from, state: 'stated', pointer: `general.base_model.${index}` },
    how: 'stated',
  } as const;
  if (!out.find(found)) return;
  out.fact(ref, 'supplier', said('organization'));
  out.fact(ref, 'repository', said('repo_url'));
  out.relate({ from, to: ref, kind: 'generatedFrom', rawKind: 'general.base_model', how: 'stated' });
}

function textOf(value: GgufValue | undefined): string | undefined {
  const text = value === undefined ? '' : String(value).trim();
  return text === '' ? undefined : text;
}

function versionOf(version: string | undefined): { readonly version?: string } {
  return version === undefined ? {} : { version };
}

/** Models of Hugging Face have a package URL: `https://huggingface.co/ORGANIZATION/NAME`. */
function purlOf(url: string | undefined): { readonly purl?: string } {
  const [, namespace, name] =
    /^https:\/\/huggingface\.co\/([A-Za-z0-9._-]{1,96})\/([A-Za-z0-9._-]{1,96})\/?$/.exec(url ?? '') ?? [];
  const identity = name === undefined ? undefined : purl({ type: 'huggingface', namespace, name });
  return identity === undefined ? {} : { purl: identity };
}
