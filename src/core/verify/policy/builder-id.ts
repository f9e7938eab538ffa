/** `NAME@VERSION` of a builder; without version where none is given (slsa-verifier, utils.ParseBuilderID). */
export interface BuilderId {
  readonly name: string;
  readonly version: string | undefined;
}

export function parseBuilderId(text: string): BuilderId | undefined {
  const [name, version, ...more] = text.split('@');
  if (name === undefined || name === '' || version === '' || more.length > 0) return undefined;
  return { name, version };
}

/** Whether a builder is the one expected: by name, and by version where one is expected; `v1.2.3` is `refs/tags/v1.2.3`. */
export function matchesBuilder(actual: BuilderId, expected: string): boolean {
  const wanted = parseBuilderId(expected);
  if (wanted === undefined || wanted.name !== actual.name) return false;
  return (
    wanted.version === undefined ||
    wanted.version === actual.version ||
    `refs/tags/${wanted.version}` === actual.version
  );
}

/** A tag `vX.Y.Z`: of a builder, anything else can be moved or is not released. */
export function isReleaseTag(ref: string): boolean {
  return /^refs\/tags\/v(?:0|[1-9]\d{0,8})\.(?:0|[1-9]\d{0,8})\.(?:0|[1-9]\d{0,8})$/.test(ref);
}

/** The same with a pre-release part. */
export function isVersionTag(ref: string): boolean {
  return /^refs\/tags\/v(?:0|[1-9]\d{0,8})\.(?:0|[1-9]\d{0,8})\.(?:0|[1-9]\d{0,8})(?:-[0-9A-Za-z.-]{1,64})?$/.test(
    ref,
  );
}

/** JReleaser tags its builders `vX.Y.Z-java`. */
export function isJreleaserTag(ref: string): boolean {
  return /^refs\/tags\/v\d{1,9}\.\d{1,9}\.\d{1,9}-java$/.test(ref);
}
