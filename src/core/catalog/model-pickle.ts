import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { walkPickle } from './pickle-opcodes.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger } from './types.ts';

/**
 * A pickle, in a file of its own or as `data.pkl` in PyTorch's zip: it is a program, and loading it runs it. Its opcodes
 * are walked, never run; what it would import beyond what weights need is told.
 */
export const modelPickle: Cataloger = {
  id: 'model.pickle',
  title: 'Model or data, pickle',
  spec: 'docs.python.org: pickle, pickletools; pytorch.org: serialization semantics',
  match: { globs: ['**/*.pkl', '**/*.pickle', '**/*.joblib'] },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const { imports, whole, offset } = walkPickle(file.bytes);
    const ref = file.path;
    const name = ref.slice(ref.lastIndexOf('/') + 1);
    const place = { path: ref, state: 'present', pointer: 'byte 0' } as const;
    if (file.bytes.length > 0 && (whole || imports.length > 0)) {
      out.find({ ref, type: 'data', name, place, how: 'derived' });
      out.fact(ref, 'guessed', 'the file name', { how: 'derived' });
    }
    const told = new Set<string>();
    for (const one of imports) {
      const what = `${one.module ?? '?'}.${one.name ?? '?'}`;
      if (told.has(what) || isNeededByWeights(what)) continue;
      told.add(what);
      const kind = isDangerous(what) ? 'pickle.dangerous' : 'pickle.import';
      out.observe({ kind, detail: what, pointer: `byte ${one.offset}`, subject: ref });
    }
    if (!whole) {
      const text = `"${displayName(ref)}" is no whole pickle: byte ${offset.toLocaleString('en')} is no opcode, or its argument is cut off. ${imports.length === 0 ? 'No import stands' : 'What it imports was read'} before it.`;
      out.fault('model.pickle', 'warning', text, offset);
    }
    return out.done();
  },
};

/** What starts programs, reads files, talks to the network or evaluates code; and names that only running tells. */
function isDangerous(name: string): boolean {
  return /^(?:os|posix|nt|subprocess|sys|socket|shutil|pty|runpy|importlib|webbrowser|ctypes|commands|pip|\?)\.|^(?:builtins|__builtin__)\.(?:eval|exec|compile|open|getattr|__import__|apply|execfile)$|\.\?$/.test(
    name,
  );
}

/** What weights and plain data are made of: loading these runs nothing of the file's own. */
function isNeededByWeights(name: string): boolean {
  return /^(?:collections\.OrderedDict|torch\._utils\._rebuild_\w+|torch\.(?:\w+Storage|\w+Tensor|Size|device|dtype|float\d+|bfloat16|int\d+|uint8|bool)|torch\.nn\.parameter\.Parameter|numpy(?:\._?core)?\.(?:ndarray|dtype|multiarray\._reconstruct|multiarray\.scalar|_multiarray_umath\._reconstruct)|_codecs\.encode|builtins\.(?:set|frozenset|list|dict|tuple|int|float|str|bytes|bytearray|complex|slice))$/.test(
    name,
  );
}
