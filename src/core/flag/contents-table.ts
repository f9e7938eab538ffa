import { displayName } from '../base/names.ts';
import { TABLE_DIFFERS } from '../case/contents-table.ts';
import { fate, fromObservations } from './observed.ts';
import type { Rule } from './types.ts';

/** One finding for each thing that a layer's table of contents says and its files do not, or the other way about. */
export const contentsTable: Rule = {
  id: 'integrity.contents-table',
  title: 'The table of contents of a layer is not what the layer holds',
  grade: 'fact',
  why: 'An eStargz or zstd:chunked layer brings a table of contents, so that a runtime can fetch single files of it. Such a runtime believes the table; every other tool reads the files. Where they differ, an inspected image is not the one that runs.',
  mayBeWrong: 'A tool that repacks layers may forget to write the table anew. Nothing need be meant by it.',
  remedy: 'Have the image converted again from its source, and do not run this one with lazy pulling.',
  *run(model) {
    yield* fromObservations(
      model,
      (kind) => kind === TABLE_DIFFERS,
      (seen) => ({
        severity: 'high',
        contradicts: true,
        title: `In the layer's table of contents, ${displayName(seen.detail).replace(/^the table /, 'it ')}.`,
        detail: `The files were read as they are; the table was believed in nothing.${fate(seen)}`,
      }),
    );
  },
};
