import type { JsonFields } from '../json-fields.ts';
import { looseObject, stated, statedList } from './fields.ts';
import type { ModelSigning, PredicateReader } from './types.ts';

const MOST_FILES = 10_000;

/** Files of a model and how they were hashed (OpenSSF model signing). Files that are not listed are not signed. */
export const modelSigning: PredicateReader = {
  id: 'model-signing',
  title: 'Model signature',
  spec: 'ossf/model-signing-spec, https://model_signing/signature/v1.0',
  recognizes: (type) => type === 'https://model_signing/signature/v1.0',
  read,
};

function read(predicate: JsonFields): ModelSigning {
  const serialization = looseObject(predicate, 'serialization');
  const files = predicate.objects('resources');
  const symlinks = serialization?.raw('allow_symlinks');
  return {
    kind: 'model-signing',
    files: files.slice(0, MOST_FILES).map((file) => ({
      name: file.optionalText('name') ?? '',
      digest: file.optionalText('digest') ?? '',
      algorithm: file.optionalText('algorithm') ?? '',
      pointer: file.pointer,
    })),
    moreFiles: Math.max(0, files.length - MOST_FILES),
    method: stated(serialization, 'method'),
    hashType: stated(serialization, 'hash_type'),
    allowSymlinks: typeof symlinks === 'boolean' ? symlinks : undefined,
    ignoredPaths: statedList(serialization, 'ignore_paths'),
  };
}
