import { lockFinding } from './lock-finding.ts';
import { lockfiles, WITH_ORIGINS } from './lock-origins.ts';
import type { Rule } from './types.ts';

/** Dependencies fetched without encryption. */
export const httpDependency: Rule = {
  id: 'dependency.http',
  title: 'A dependency is fetched without encryption',
  grade: 'policy',
  why: 'Anyone on the way can exchange what is fetched; only a strong digest in the lockfile would tell.',
  mayBeWrong: 'With a digest beside it an exchange is noticed. A server within one building may be meant.',
  remedy: 'Use https, and keep digests in the lockfile.',
  *run(model) {
    for (const entries of lockfiles(model, WITH_ORIGINS).values()) {
      yield* lockFinding(
        entries.filter(({ url = '' }) => /^(?:\w+\+)?(?:http|ftp|git):\/\//i.test(url)),
        {
          severity: 'medium',
          detail: '',
          what: (count, file) => `${file} fetches ${count} without encryption.`,
          value: ({ url = '' }) => url,
        },
      );
    }
  },
};
