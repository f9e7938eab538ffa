/** Shown in place of a value that looks like a secret. */
export const MASK = '••••••••';

const NAMES = new Set([
  'token',
  'secret',
  'password',
  'passwd',
  'passphrase',
  'pwd',
  'credential',
  'credentials',
  'apikey',
  'authtoken',
  'accesskey',
  'privatekey',
  'secretkey',
]);
const PAIRS = new Set(['api key', 'access key', 'private key', 'secret key', 'auth key', 'signing key']);

/** Texts of well-known forms: GitHub, GitLab, AWS, Slack, npm, PyPI, Google, JWT, PEM private keys, URLs with a password. */
const VALUES: readonly RegExp[] = [
  /\bgh[pousr]_[A-Za-z0-9]{20,}/,
  /\bgithub_pat_[A-Za-z0-9_]{20,}/,
  /\bglpat-[\w-]{16,}/,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\bxox[abprs]-[\w-]{10,}/,
  /\bnpm_[A-Za-z0-9]{30,}/,
  /\bpypi-[\w-]{30,}/,
  /\bAIza[\w-]{30,}/,
  /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}/,
  /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----/,
  /\b[a-z][a-z0-9+.-]{1,15}:\/\/[^\s/:@]{1,64}:[^\s/:@*]{3,256}@/i,
];

/** What stands for a secret without being one. */
const HARMLESS = /^(?:|\*+|read|write|none|true|false|null|\$\{.{0,200}\}|\$\([^)]{0,200}\))$/;

const ASSIGNMENT = /^([A-Za-z_][A-Za-z0-9_.-]{0,100})=(.*)$/s;

/**
 * Whether the value at a path of keys looks like a secret: by the words of its name, by its form, or as `NAME=value` in
 * a list of arguments. It may be wrong in both directions: a masked value is a hint, an unmasked one no promise.
 */
export function looksSecret(path: readonly string[], value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const name = path.findLast((key) => !/^\d+$/.test(key)) ?? '';
  if (namesSecret(name) && !HARMLESS.test(value)) return true;
  const [, assigned, given = ''] = ASSIGNMENT.exec(value) ?? [];
  if (assigned !== undefined && namesSecret(assigned) && !HARMLESS.test(given)) return true;
  return VALUES.some((form) => form.test(value));
}

function namesSecret(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words.some((word, index) => NAMES.has(word) || PAIRS.has(`${word} ${words[index + 1] ?? ''}`));
}
