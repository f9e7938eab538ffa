import { textsOf } from './facts-of.ts';
import { lockFinding } from './lock-finding.ts';
import { lockfiles } from './lock-origins.ts';
import type { Rule } from './types.ts';

const ASKING = new Set(['requirements.txt', 'github.workflow', 'helm.chart']);

/** Dependencies that name a range or a tag that can move. */
export const unpinned: Rule = {
  id: 'dependency.unpinned',
  title: 'A dependency is not pinned',
  grade: 'policy',
  why: 'What is not pinned is whatever its publisher, or who took over the account, serves on the day.',
  mayBeWrong: 'Libraries ask for ranges on purpose; a lockfile beside the file may pin them.',
  remedy: 'Pin versions with digests (pip --require-hashes), actions by commit.',
  *run(model) {
    for (const entries of lockfiles(model, ASKING).values()) {
      const loose = entries.filter(
        ({ occurrence, component }) =>
          textsOf(occurrence, 'pinned').some((text) => text.startsWith('no')) ||
          (component.version === undefined && occurrence.cataloger === 'requirements.txt'),
      );
      yield* lockFinding(loose, {
        severity: 'low',
        detail: '',
        what: (count, file) => `${file} does not pin ${count}.`,
        value: ({ occurrence, component }) =>
          textsOf(occurrence, 'asked')[0] ?? component.version ?? 'any version',
      });
    }
  },
};
