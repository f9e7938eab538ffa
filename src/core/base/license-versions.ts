import deprecatedIds from 'spdx-license-ids/deprecated.json';
import licenseIds from 'spdx-license-ids/index.json';
import { once } from './once.ts';

/** Licences as SPDX lists them, with the exception that some ids carry in their name. */
export interface LicenseChoice {
  readonly license: string;
  readonly exception: string | undefined;
}

/** Withdrawn ids that name a licence and an exception in one. */
const COMBINED: Readonly<Record<string, string>> = {
  'autoconf-exception': 'Autoconf-exception-2.0',
  'bison-exception': 'Bison-exception-2.2',
  'classpath-exception': 'Classpath-exception-2.0',
  'font-exception': 'Font-exception-2.0',
  'GCC-exception': 'GCC-exception-2.0',
};

/**
 * What a licence of an expression lets one choose from: of `GPL-2.0-or-later` and `Apache-1.1+` every listed version from
 * that one on, each as `-only` where there is such an id; of any other the licence itself, under the id that is in use.
 */
export function licenseChoices(license: string, orLater: boolean, exception?: string): LicenseChoice[] {
  const [, plain = license, combined] = /^(.+?)-with-([A-Za-z-]+exception)$/.exec(license) ?? [];
  const carried = combined === undefined ? undefined : COMBINED[combined];
  const known = carried === undefined ? exception : (exception ?? carried);
  const id = carried === undefined ? license : plain;
  const { stem, version, tail } = takeApart(id);
  const open = orLater || tail === 'or-later';
  if (version === undefined) return [{ license: id, exception: known }];
  const own = byStem().get(stem) ?? [];
  const wanted = own.filter((one) => (open ? compare(one, version) >= 0 : one === version));
  // What SPDX does not list in versions is itself.
  if (wanted.length === 0) return [{ license: id, exception: known }];
  return wanted.map((one) => ({ license: idOf(stem, one), exception: known }));
}

interface Parts {
  readonly stem: string;
  readonly version: string | undefined;
  readonly tail: string | undefined;
}

/** `GPL-2.0-or-later` as `GPL`, `2.0`, `or-later`; a licence whose number is no version at its end keeps it. */
function takeApart(id: string): Parts {
  const [, stem, version, tail] = /^(.+?)-(\d+(?:\.\d+)*)(?:-(only|or-later))?$/.exec(id) ?? [];
  return stem === undefined ? { stem: id, version: undefined, tail: undefined } : { stem, version, tail };
}

const listed = once(() => new Set<string>([...licenseIds, ...deprecatedIds]));

const byStem = once(() => {
  const versions = new Map<string, string[]>();
  for (const id of listed()) {
    const { stem, version } = takeApart(id);
    if (version === undefined) continue;
    const known = versions.get(stem) ?? [];
    if (!known.includes(version)) versions.set(stem, [...known, version].sort(compare));
  }
  return versions;
});

function idOf(stem: string, version: string): string {
  const only = `${stem}-${version}-only`;
  return listed().has(only) ? only : `${stem}-${version}`;
}

function compare(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
