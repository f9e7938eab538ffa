/** The outcome of an operation that is all or nothing. Expected failure is a value; only bugs and aborts throw. */
export type Result<T, E = Fault> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

/**
 * Why bytes could not be read, before it is known which source they belong to.
 *
 * `code` is public API: dotted, lower case, never renamed. `message` is a sentence for a person and
 * says what, where and what was kept. `offset` counts bytes in the input of the reader that reports it.
 */
export interface Fault {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly entry?: string;
  readonly offset?: number;
}

/** `error`: something was not read. `warning`: read, but not what it seems. `info`: worth knowing. */
export type Severity = 'error' | 'warning' | 'info';

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function err<E>(error: E): { readonly ok: false; readonly error: E } {
  return { ok: false, error };
}

/** Builds a {@link Fault}; `where` carries the entry and offset when they are known. */
export function fault(
  code: string,
  severity: Severity,
  message: string,
  where: { readonly entry?: string | undefined; readonly offset?: number | undefined } = {},
): Fault {
  return {
    code,
    severity,
    message,
    ...(where.entry === undefined ? {} : { entry: where.entry }),
    ...(where.offset === undefined ? {} : { offset: where.offset }),
  };
}
