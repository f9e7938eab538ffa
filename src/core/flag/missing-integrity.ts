import { textsOf } from './facts-of.ts';
import { lockFinding } from './lock-finding.ts';
import { isGit, type LockedEntry, lockfiles } from './lock-origins.ts';
import type { Rule } from './types.ts';

/** Lockfiles whose format has a digest for every package. */
const WITH_DIGESTS = new Set([
  'npm.lock',
  'yarn.lock',
  'pnpm.lock',
  'cargo.lock',
  'poetry.lock',
  'uv.lock',
  'pdm.lock',
  'pipfile.lock',
]);

/** Locked packages without a digest. */
export const missingIntegrity: Rule = {
  id: 'dependency.no-integrity',
  title: 'A lockfile has packages without a digest',
  grade: 'policy',
  why: 'Without a digest the lockfile names a version, and takes whatever is served under it.',
  mayBeWrong: 'Old tools left digests out; packages that lie in another package’s archive need none.',
  remedy: 'Write the lockfile anew with a current tool, and compare what changed.',
  *run(model) {
    for (const entries of lockfiles(model, WITH_DIGESTS).values()) {
      const lacking = entries
        .filter(isFetched)
        .filter(({ occurrence }) => textsOf(occurrence, 'integrity').length === 0);
      yield* lockFinding(lacking, {
        severity: 'low',
        detail: `${lacking.length.toLocaleString('en')} of ${entries.length.toLocaleString('en')} entries have none.`,
        what: (count, file) => `${file} has no digest for ${count}.`,
        value: ({ url = '' }) => url,
      });
    }
  },
};

/** Taken from a server: neither the project itself, nor bundled, nor a repository whose commit pins it. */
function isFetched({ url, occurrence }: LockedEntry): boolean {
  if (url === undefined || isGit(url) || textsOf(occurrence, 'bundled').length > 0) return false;
  return /^(?:\w+\+)?https?:\/\//.test(url);
}
