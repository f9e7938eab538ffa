import type { Check } from '../../model/check.ts';
import { check } from '../check.ts';
import type { PolicyInput } from './types.ts';

/** Whether the subject, an npm purl, is the package expected; nothing where none is. */
export function subjectPackageCheck({ statement, expected }: PolicyInput): Check[] {
  const { packageName, packageVersion } = expected;
  if (packageName === undefined && packageVersion === undefined) return [];
  const id = 'provenance.package';
  const against = packageText(packageName, packageVersion);
  const [subject, ...others] = statement.subjects;
  if (subject === undefined || others.length > 0)
    return [
      check(id, 'fail', `It is about ${statement.subjects.length} subjects, not one package.`, { against }),
    ];
  const found = npmPurl(subject.name);
  if (found === undefined)
    return [check(id, 'fail', `The subject "${subject.name}" is no npm package.`, { against })];
  return [compare(found.name, found.version, packageName, packageVersion)];
}

/** Compares a package with the one expected. */
export function compare(
  name: string | undefined,
  version: string | undefined,
  packageName: string | undefined,
  packageVersion: string | undefined,
): Check {
  const wrong =
    (packageName !== undefined && packageName !== name) ||
    (packageVersion !== undefined && packageVersion !== version);
  const actual = packageText(name, version);
  const against = packageText(packageName, packageVersion);
  return check(
    'provenance.package',
    wrong ? 'fail' : 'pass',
    wrong ? `It is for ${actual}; you expect ${against}.` : `It is for ${actual}.`,
    { against },
  );
}

function packageText(name: string | undefined, version: string | undefined): string {
  return version === undefined ? (name ?? 'no package') : `${name ?? 'any package'} ${version}`;
}

/** Name and version of `pkg:npm/%40scope/name@1.0.0`. */
function npmPurl(text: string): { readonly name: string; readonly version: string | undefined } | undefined {
  const [, scoped, plain, version] =
    /^pkg:npm\/(?:((?:%40|@)[^@/]+\/[^@/]+)|([^@/]+))(?:@([^@]+))?$/.exec(text) ?? [];
  const encoded = scoped ?? plain;
  if (encoded === undefined) return undefined;
  try {
    return { name: decodeURIComponent(encoded), version: version && decodeURIComponent(version) };
  } catch {
    return undefined;
  }
}
