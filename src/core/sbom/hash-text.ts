/**
 * A stated hash as `alg:hex` in lower case: `SHA-256`, `SHA256` and `sha256` are one algorithm. What is given stays,
 * right or wrong; `undefined` where either half is missing.
 */
export function hashText(algorithm: string | undefined, value: string | undefined): string | undefined {
  const hex = value?.trim().toLowerCase() ?? '';
  const name = algorithm === last.algorithm ? last.name : nameOf(algorithm ?? '');
  if (algorithm !== last.algorithm) last = { algorithm, name };
  return hex === '' || name === '' ? undefined : `${name}:${hex}`;
}

/** The algorithm seen last: a document mostly uses one. */
let last: { readonly algorithm: string | undefined; readonly name: string } = { algorithm: '', name: '' };

function nameOf(algorithm: string): string {
  return algorithm
    .trim()
    .toLowerCase()
    .replace(/_/g, '-')
    .replace(/^sha-(?=\d)/, 'sha');
}
