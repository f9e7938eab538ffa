import type { Stated } from './types.ts';

/**
 * The parts of a source URI as provenance writes it: `git+https://github.com/o/r@refs/tags/v1`
 * (SPDX download location; slsa.dev "resource URI"). A user name before the host is no ref.
 */
export function splitSourceUri(uri: Stated | undefined): {
  readonly repository: Stated | undefined;
  readonly ref: Stated | undefined;
  readonly commit: Stated | undefined;
} {
  if (uri === undefined) return { repository: undefined, ref: undefined, commit: undefined };
  const { value, pointer } = uri;
  const at = value.lastIndexOf('@');
  const slash = value.indexOf('/', value.indexOf('://') + 3);
  const hasRef = at > slash && slash > 0;
  const ref = hasRef ? value.slice(at + 1) : undefined;
  const before = hasRef ? value.slice(0, at) : value;
  // Cloud Build v0.1 wrote the page of the commit; BuildKit writes `url#ref`.
  const page = /^(.*)\/commit\/([0-9a-f]{40})$/.exec(before);
  const [, mark, fragment] = /^([^#]*)#([^#]*)$/.exec(page?.[1] ?? before) ?? [];
  const repository = repositoryOf(mark ?? page?.[1] ?? before);
  const named = ref ?? (fragment === undefined || fragment === '' ? undefined : fragment.split(':')[0]);
  const commit = page?.[2] ?? (named !== undefined && /^[0-9a-f]{40}$/.test(named) ? named : undefined);
  return {
    repository: repository === '' ? undefined : { value: repository, pointer },
    ref: named === undefined || named === commit ? undefined : { value: named, pointer },
    commit: commit === undefined ? undefined : { value: commit, pointer },
  };
}

/** A repository URL as it is compared: no `git+`, no `.git`, no trailing slash. */
export function repositoryOf(uri: string): string {
  return uri
    .replace(/^git\+/, '')
    .replace(/^git:\/\//, 'https://')
    .replace(/\/$/, '')
    .replace(/\.git$/, '');
}
