/**
 * Something a reader saw in a file that is no component: an install hook, a key, invisible characters. `kind` is public
 * API: dotted, lower case, never renamed (`hook.systemd-unit`, `secret.private-key`). What it means is for the rules
 * (`flag/`) to say; what would be secret is masked before it gets here.
 */
export interface Observation {
  readonly kind: string;
  /** What was seen, short: the command a hook runs, the first characters of a token. */
  readonly detail: string;
  /** JSON pointer, `line N` or `byte N` in the file. */
  readonly pointer?: string;
  /** {@link Found.ref} of the component it belongs to, where the file names one. */
  readonly subject?: string;
}
