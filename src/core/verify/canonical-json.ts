/**
 * Canonical JSON as TUF signs it (OLPC): members sorted, no white space, only `"` and `\` escaped, whole numbers only.
 *
 * @returns `undefined` for what has no canonical form (fractions, `undefined`).
 */
export function canonicalJson(value: unknown): string | undefined {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined;
  if (Array.isArray(value)) return joined(value.map(canonicalJson), '[', ']');
  if (typeof value !== 'object' || value === undefined) return undefined;
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, member]) => {
      const text = canonicalJson(member);
      return text === undefined ? undefined : `${quoted(key)}:${text}`;
    });
  return joined(members, '{', '}');
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, (character) => `\\${character}`)}"`;
}

function joined(parts: readonly (string | undefined)[], open: string, close: string): string | undefined {
  return parts.includes(undefined) ? undefined : `${open}${parts.join(',')}${close}`;
}
