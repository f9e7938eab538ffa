import { lockFinding } from './lock-finding.ts';
import { isGit, lockfiles, WITH_ORIGINS } from './lock-origins.ts';
import type { Rule } from './types.ts';

/** Dependencies taken from a repository and not from a registry. */
export const gitDependency: Rule = {
  id: 'dependency.git',
  title: 'A dependency comes from a git repository',
  grade: 'policy',
  why: 'No registry keeps what a repository holds: it can be rewritten or vanish, and no advisory names its versions.',
  mayBeWrong: 'A commit pins it as well as a version would, as long as the repository stands.',
  remedy: 'Depend on a published version, or keep a copy of your own.',
  *run(model) {
    for (const entries of lockfiles(model, WITH_ORIGINS).values()) {
      yield* lockFinding(
        entries.filter(({ url }) => url !== undefined && isGit(url)),
        {
          severity: 'low',
          detail: '',
          what: (count, file) => `${file} takes ${count} from a git repository.`,
          value: ({ url = '' }) => url,
        },
      );
    }
  },
};
