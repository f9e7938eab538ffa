import { toBase64 } from '../base/base64.ts';
import { fromHex } from '../base/bytes.ts';
import type { Check } from '../model/check.ts';
import { check } from './check.ts';
import type { VerifiedTime } from './checks/time.ts';
import { keyTitle } from './public-key.ts';
import type { TrustedKey } from './trust-root.ts';
import { timeText, windowText, within } from './window.ts';

/** Accepted keys that may have made a signature. */
export interface KeyChoice {
  readonly all: readonly TrustedKey[];
  /** Those it names, or all when it names none: if it is by none of these, it is wrong. */
  readonly meant: readonly TrustedKey[];
}

/**
 * The accepted keys that may have made a signature with this hint. A key with an id speaks only for signatures that name
 * it. A hint is not signed: it chooses among accepted keys and never adds one.
 */
export function keysFor(hint: string, keys: readonly TrustedKey[]): KeyChoice {
  const fitting = keys.filter(
    ({ keyId, usage }) =>
      (keyId === undefined || keyId === hint) && (usage === undefined || usage === 'npm:attestations'),
  );
  const named = fitting.filter((key) => key.keyId !== undefined || derivedIds(key).includes(hint));
  return { all: [...new Set([...named, ...fitting])], meant: hint === '' ? fitting : named };
}

/** Ids that signers derive from a key: SHA-256 of its SubjectPublicKeyInfo (RFC 6962 §3.2), in base64 or hexadecimal. */
function derivedIds({ key }: TrustedKey): string[] {
  return [toBase64(fromHex(key.sha256) ?? new Uint8Array(0)), key.sha256];
}

/** Whether a key is accepted, and was at the proven times if it has a window. */
export function checkKey(
  key: TrustedKey | undefined,
  hint: string,
  keys: readonly TrustedKey[],
  times: readonly VerifiedTime[],
): Check {
  const id = 'sigstore.key';
  if (key === undefined) {
    const asked = hint === '' ? 'names no key' : `names the key "${hint}"`;
    const detail =
      keys.length === 0
        ? `The signature ${asked}, and no key is accepted.`
        : `The signature ${asked}; none of the accepted keys may speak for it.`;
    return check(id, 'absent', detail, { evidence: [{ label: 'Hint', value: hint }] });
  }
  const against = `${key.name} (${key.origin}), ${keyTitle(key.key)} sha256:${key.key.sha256}`;
  const evidence = [
    { label: 'Hint', value: hint },
    { label: 'Key id', value: key.keyId ?? 'none' },
    ...(key.validFor === undefined ? [] : [{ label: 'Valid', value: windowText(key.validFor) }]),
  ];
  const { validFor } = key;
  if (validFor === undefined) {
    return check(id, 'pass', `The key "${key.name}" is accepted, for any time.`, { against, evidence });
  }
  const outside = times.find(({ time }) => !within(validFor, time));
  if (outside !== undefined) {
    const detail = `${timeText(outside.time)} is outside the time in which the key is accepted.`;
    return check(id, 'fail', detail, { against, evidence });
  }
  if (times.length === 0) {
    const detail = 'The key is accepted for a time, and no time of the signature is proven.';
    return check(id, 'unprovable-offline', detail, { against, evidence });
  }
  return check(id, 'pass', `The key "${key.name}" was accepted at the proven time.`, { against, evidence });
}
