import { groupBy } from '../base/group.ts';
import { lockFinding } from './lock-finding.ts';
import { hostOf, isGit, isPublicRegistry, lockfiles, WITH_ORIGINS } from './lock-origins.ts';
import type { Rule } from './types.ts';

/** Lockfiles that take packages from a public registry and from somewhere else as well. */
export const otherRegistry: Rule = {
  id: 'dependency.mixed-registries',
  title: 'A lockfile takes packages from more than one registry',
  grade: 'policy',
  why: 'Where names are looked up in two places, whoever publishes a private name in the public one may be served instead (dependency confusion).',
  mayBeWrong: 'Scopes and pinned digests keep registries apart, if they are set up so.',
  remedy: 'Bind each name or scope to one registry, and keep digests in the lockfile.',
  *run(model) {
    for (const entries of lockfiles(model, WITH_ORIGINS).values()) {
      const served = entries.filter(({ url }) => url !== undefined && !isGit(url));
      const hosts = groupBy(served, ({ url = '' }) => hostOf(url));
      hosts.delete(undefined);
      if (hosts.size < 2) continue;
      const others = [...hosts].filter(([host]) => host !== undefined && !isPublicRegistry(host));
      const names = [...hosts.keys()].join(', ');
      yield* lockFinding(
        (others.length === 0 ? [...hosts].slice(1) : others).flatMap(([, list]) => list),
        {
          severity: 'low',
          detail: `Registries: ${names}.`,
          what: (count, file) => `${file} takes ${count} from another registry than the rest.`,
          value: ({ url = '' }) => url,
        },
      );
    }
  },
};
