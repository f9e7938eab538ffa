/** Parts of a version tag as golang.org/x/mod/semver reads it: `v1`, `v1.2` and `v1.2.3-rc.1+build` are versions. */
interface TagVersion {
  readonly parts: readonly string[];
  readonly prerelease: string;
}

const VERSION =
  /^v(0|[1-9]\d{0,18})(?:\.(0|[1-9]\d{0,18})(?:\.(0|[1-9]\d{0,18})(-[0-9A-Za-z.-]{1,128})?(?:\+[0-9A-Za-z.-]{1,128})?)?)?$/;

function parse(tag: string): TagVersion | undefined {
  const match = VERSION.exec(tag);
  if (match === null) return undefined;
  const [, major, minor, patch, prerelease = ''] = match;
  return { parts: [major, minor, patch].flatMap((part) => part ?? []), prerelease };
}

export function isVersion(tag: string): boolean {
  return parse(tag) !== undefined;
}

/**
 * Whether a tag is of the version expected: every part that is expected must agree, the pre-release too where a patch is;
 * missing parts of the tag are 0, build metadata counts nowhere. `undefined` where either is no version.
 */
export function tagIsOfVersion(tag: string, expected: string): boolean | undefined {
  const actual = parse(tag);
  const wanted = parse(expected);
  if (actual === undefined || wanted === undefined) return undefined;
  const agree = wanted.parts.every((part, index) => part === (actual.parts[index] ?? '0'));
  return agree && (wanted.parts.length < 3 || wanted.prerelease === actual.prerelease);
}
