import { displayName } from '../base/names.ts';
import { entriesWhere } from './entries.ts';
import type { Rule } from './types.ts';

/** Source distributions whose installation runs a program of theirs. */
export const setupPy: Rule = {
  id: 'install.setup-py',
  title: 'Installing it runs setup.py',
  grade: 'policy',
  why: 'The installer runs setup.py of a source distribution with the rights of whoever installs it.',
  mayBeWrong: 'Most are declarations and no more. Wheels do not run it.',
  remedy: 'Install from wheels (pip --only-binary :all:), or read it first.',
  *run(model) {
    for (const { tree, path } of entriesWhere(
      model,
      (table, i) => table.type(i) === 'f' && /^[^/]+\/setup\.py$/.test(table.path(i)),
    )) {
      const root = path.slice(0, path.indexOf('/'));
      const isSource = tree.image === undefined && tree.squashed.get(`${root}/PKG-INFO`) !== undefined;
      if (!isSource) continue;
      yield {
        severity: 'low',
        source: tree.source,
        path,
        key: tree.id,
        title: `Installing "${displayName(tree.name)}" runs its setup.py.`,
        detail: '',
        evidence: [{ label: 'file', value: path }],
      };
    }
  },
};
