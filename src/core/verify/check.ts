import type { Check, CheckStatus, Evidence } from '../model/check.ts';
import { CHECK_TEXTS, type CheckId } from './check-texts.ts';

/** Builds a {@link Check}: what was found, with the words that belong to its id. */
export function check(
  id: CheckId,
  status: CheckStatus,
  detail: string,
  found: { readonly against?: string | undefined; readonly evidence?: readonly Evidence[] } = {},
): Check {
  const { title, spec, explains, limits } = CHECK_TEXTS[id];
  return {
    id,
    title,
    status,
    against: found.against ?? '',
    detail,
    evidence: found.evidence ?? [],
    spec,
    explains,
    limits,
  };
}

/** One status for several parts that must all hold: the worst of them. */
export function worst(parts: readonly CheckStatus[]): CheckStatus {
  const order: readonly CheckStatus[] = ['fail', 'absent', 'unprovable-offline', 'skipped', 'pass'];
  return order.find((status) => parts.includes(status)) ?? 'absent';
}
