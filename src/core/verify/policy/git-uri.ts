/** A repository as `git+https://HOST/PATH`, however it was written (slsa-verifier, utils.NormalizeGitURI). */
export function normalizeGitUri(text: string): string {
  if (text.startsWith('git+')) return text;
  return text.startsWith('https://') ? `git+${text}` : `git+https://${text}`;
}

/** URI and ref of `git+https://HOST/PATH@REF`; the ref may be missing. */
export function splitGitUri(text: string): { readonly uri: string; readonly ref: string } | undefined {
  if (!text.startsWith('git+https://')) return undefined;
  const [uri, ref, ...more] = text.split('@');
  return uri === undefined || more.length > 0 ? undefined : { uri, ref: ref ?? '' };
}
