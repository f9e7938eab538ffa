import { fromBase64 } from '../base/base64.ts';
import type { Bytes } from '../base/bytes.ts';
import { type Fault, fault } from '../base/result.ts';

/** One encapsulated block of a PEM file. */
export interface PemBlock {
  /** `CERTIFICATE`, `PUBLIC KEY`, ... */
  readonly label: string;
  readonly der: Bytes;
  /** Line of its BEGIN, from 1. */
  readonly line: number;
}

const BEGIN = /^-----BEGIN ([A-Z0-9][A-Z0-9 ]{0,60})-----$/;

/**
 * Reads the blocks of a PEM text (RFC 7468). Text around the blocks is allowed; headers inside a block are not (§2:
 * "encapsulated headers are not permitted"), nor is base64 that is not strict. What could be read before a fault is kept.
 */
export function readPem(text: string): {
  readonly blocks: readonly PemBlock[];
  readonly faults: readonly Fault[];
} {
  const blocks: PemBlock[] = [];
  const faults: Fault[] = [];
  let open: { label: string; line: number; body: string[] } | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trimEnd();
    if (open === undefined) {
      const label = BEGIN.exec(line)?.[1];
      if (label !== undefined) open = { label, line: index + 1, body: [] };
    } else if (line === `-----END ${open.label}-----`) {
      const der = fromBase64(open.body.join(''));
      if (der === undefined || der.length === 0) faults.push(broken(open, 'does not hold base64'));
      else blocks.push({ label: open.label, der, line: open.line });
      open = undefined;
    } else if (line.startsWith('-----')) {
      faults.push(broken(open, `is not closed before line ${index + 1}`));
      const label = BEGIN.exec(line)?.[1];
      open = label === undefined ? undefined : { label, line: index + 1, body: [] };
    } else open.body.push(line);
  }
  if (open !== undefined) faults.push(broken(open, 'is never closed'));
  return { blocks, faults };
}

function broken(block: { readonly label: string; readonly line: number }, what: string): Fault {
  return fault(
    'pem.block',
    'error',
    `The PEM block "${block.label}" that starts at line ${block.line} ${what}.`,
  );
}
