import { groupBy } from '../base/group.ts';
import type { CaseModel, Component, Occurrence } from '../case/model.ts';
import { textsOf } from './facts-of.ts';

/** One entry of a lockfile or requirements file, with where it says the package comes from. */
export interface LockedEntry {
  readonly component: Component;
  readonly occurrence: Occurrence;
  readonly url: string | undefined;
}

/** The lockfiles of a case: entries by tree and path, of the catalogers asked for. */
export function lockfiles(
  model: CaseModel,
  catalogers: ReadonlySet<string>,
): ReadonlyMap<string, readonly LockedEntry[]> {
  const entries = model.occurrences.flatMap((occurrence): LockedEntry[] => {
    if (occurrence.state !== 'stated' || !catalogers.has(occurrence.cataloger)) return [];
    const component = model.components[occurrence.component];
    if (component === undefined) return [];
    const [url] = [...textsOf(occurrence, 'download-url'), ...textsOf(occurrence, 'installed-from')];
    return [{ component, occurrence, url }];
  });
  return groupBy(entries, ({ occurrence }) => `${occurrence.tree}\0${occurrence.path}`);
}

/** Lockfiles that say where each package comes from. Composer's name the repository of every package by design. */
export const WITH_ORIGINS: ReadonlySet<string> = new Set([
  'npm.lock',
  'yarn.lock',
  'pnpm.lock',
  'bun.lock',
  'cargo.lock',
  'poetry.lock',
  'uv.lock',
  'pdm.lock',
  'pipfile.lock',
  'pylock',
  'gemfile.lock',
  'requirements.txt',
]);

/** Hosts that serve one registry under several names. */
const SAME: Readonly<Record<string, string>> = {
  'registry.yarnpkg.com': 'registry.npmjs.org',
  'files.pythonhosted.org': 'pypi.org',
  'static.crates.io': 'crates.io',
  'index.crates.io': 'crates.io',
};

const PUBLIC = new Set(['registry.npmjs.org', 'pypi.org', 'crates.io', 'rubygems.org']);

/** Host of the registry or server of an address; `undefined` for what names none. */
export function hostOf(url: string): string | undefined {
  const text = url.replace(/^(?:registry|sparse|git)\+/, '');
  if (text === 'https://github.com/rust-lang/crates.io-index') return 'crates.io';
  const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/]*@)?([^/:?#]+)/i.exec(text)?.[1]?.toLowerCase();
  return host === undefined ? undefined : (SAME[host] ?? host);
}

export function isPublicRegistry(host: string): boolean {
  return PUBLIC.has(host);
}

export function isGit(url: string): boolean {
  return (
    /^(?:git[+:@]|github:|gitlab:|bitbucket:)|\.git(?:[?#]|$)|^https:\/\/(?:codeload\.)?github\.com\//.test(
      url,
    ) && !url.startsWith('registry+')
  );
}
