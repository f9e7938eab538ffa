import { type Bytes, decodeUtf8, encodeUtf8 } from '../base/bytes.ts';
import { type JsonDocument, readJson } from '../base/json.ts';
import { DEFAULT_LIMITS, type Limits, limitFault } from '../base/limits.ts';
import { err, type Fault, fault, ok, type Result } from '../base/result.ts';
import { isCosignLayer, type LayerAnnotations, readCosignLayer } from './carriers/cosign-layer.ts';
import { JSON_CARRIERS, TEXT_CARRIERS } from './carriers/registry.ts';
import type { CarrierReading } from './carriers/types.ts';
import { type Envelope, envelope } from './envelope.ts';
import { isRecord } from './json-fields.ts';

/**
 * Finds the envelopes and claims of digests that a file carries. Nothing is verified.
 *
 * A record that is broken, in a file that is otherwise a carrier (or is named like one), is an envelope with faults and
 * no content, so that it gets a verdict.
 *
 * @returns a fault `attest.unknown` when the file is no carrier that Loupe knows.
 */
export function readCarrier(
  file: { readonly name: string; readonly bytes: Bytes; readonly annotations?: LayerAnnotations | undefined },
  limits: Limits = DEFAULT_LIMITS,
): Result<CarrierReading> {
  if (file.annotations !== undefined && isCosignLayer(file.annotations))
    return ok(bounded([readCosignLayer(file.bytes, file.annotations, limits)], limits));
  const name = file.name.slice(file.name.lastIndexOf('/') + 1);
  const text = decodeUtf8(file.bytes);
  if (text !== undefined) {
    const whole = readJson(text, limits);
    if (whole.ok) return readDocument(whole.value, file.bytes, limits);
    const lines = readLines(text, limits);
    if (lines !== undefined) return ok(bounded(lines, limits));
    if (/\.(?:sigstore|intoto|att|attestation|provenance)(?:\.jsonl?)?$|\.jsonl$/i.test(name)) {
      return ok({ envelopes: [broken(1, whole.error)], digests: [], faults: [] });
    }
  }
  for (const carrier of TEXT_CARRIERS) {
    const input = { name, bytes: file.bytes, text };
    if (carrier.recognizes(input)) return ok(carrier.read(input, limits));
  }
  return err(fault('attest.unknown', 'info', 'The file holds no signature, attestation or list of digests.'));
}

function readDocument(document: JsonDocument, bytes: Bytes, limits: Limits): Result<CarrierReading> {
  const envelopes = readRecord(document, bytes, 1, limits);
  if (envelopes === undefined) {
    return err(fault('attest.unknown', 'info', 'The JSON document is no attestation of a known format.'));
  }
  return ok(bounded(envelopes, limits));
}

/** As many attestations as a file may hold, and a fault when it holds more. */
function bounded(envelopes: readonly Envelope[], limits: Limits): CarrierReading {
  const most = limits.attestationsPerFile;
  if (envelopes.length <= most) return { envelopes, digests: [], faults: [] };
  const found = limitFault('attestationsPerFile', limits, 'The file holds too many attestations.', {
    kept: 'before',
  });
  return { envelopes: envelopes.slice(0, most), digests: [], faults: [found] };
}

/** JSON Lines: one record a line; empty lines are allowed. `undefined` when no line is an attestation. */
function readLines(text: string, limits: Limits): Envelope[] | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  const found: Envelope[] = [];
  let known = 0;
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    if (found.length > limits.attestationsPerFile) break;
    const document = readJson(line, limits);
    const envelopes = document.ok
      ? readRecord(document.value, encodeUtf8(line), index + 1, limits)
      : undefined;
    if (envelopes !== undefined) known++;
    const why = document.ok ? unknownRecord(index + 1) : document.error;
    found.push(...(envelopes ?? [broken(index + 1, why)]));
  }
  return known === 0 ? undefined : found;
}

function readRecord(
  document: JsonDocument,
  bytes: Bytes,
  record: number,
  limits: Limits,
): readonly Envelope[] | undefined {
  const value = document.value;
  if (!isRecord(value) && !Array.isArray(value)) return undefined;
  const carrier = [...JSON_CARRIERS].find((candidate) => candidate.recognizes(value));
  if (carrier === undefined) return undefined;
  const twice = document.duplicates
    .slice(0, 4)
    .map(({ key, offset }) =>
      fault('json.duplicate-key', 'error', `The key "${key}" occurs twice in one object.`, { offset }),
    );
  return carrier
    .read({ value, bytes, record }, limits)
    .map((found) => (twice.length === 0 ? found : { ...found, faults: [...found.faults, ...twice] }));
}

function broken(record: number, why: Fault): Envelope {
  return envelope({ carrier: 'unknown', record, faults: [why] });
}

function unknownRecord(line: number): Fault {
  return fault('attest.unknown', 'warning', `Line ${line} is no attestation of a known format.`);
}
