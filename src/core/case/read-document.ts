import type { Envelope } from '../attest/envelope.ts';
import { BufferSource, type ByteSource } from '../base/byte-source.ts';
import { limitFault } from '../base/limits.ts';
import { displayName } from '../base/names.ts';
import { type Fault, fault } from '../base/result.ts';
import type { StatedDocument } from '../model/document.ts';
import type { EntryTable } from '../model/entry-table.ts';
import { statedCount } from '../model/stated.ts';
import { asOneReading, isAmbiguous } from '../sbom/json-document.ts';
import { documentReaderOf } from '../sbom/registry.ts';
import { utf16Fault, utf16Validity, withoutUtf16 } from '../sbom/utf16-document.ts';
import { sniff } from '../sniff/sniff.ts';
import { HEAD_BYTES, type SniffRow } from '../sniff/types.ts';
import { carriedDocument } from './carried-document.ts';
import { CLAIM_BYTES, readClaim } from './claims.ts';
import type { Draft } from './draft.ts';
import { readLooseManifest } from './loose-manifest.ts';
import { openLeaf } from './read-leaf.ts';
import { readSignatures } from './read-signatures.ts';
import { referenceOf } from './references.ts';
import { GLIMPSED, type Run } from './run.ts';
import { statedCircles } from './stated-circles.ts';
import { PROVENANCE_READER, statedMaterials } from './stated-materials.ts';
import { foundIn } from './stated-occurrence.ts';

/**
 * Reads a source that holds no others: hashed, catalogued like a tree of one file, and, when it carries claims, kept to
 * be verified. Only a reference that was dropped itself is kept; one found inside an archive is a file like any other.
 */
export async function readDocument(run: Run, draft: Draft, bytes: ByteSource, row: SniffRow): Promise<void> {
  const leaf = await openLeaf(run, draft, bytes);
  const { table } = leaf;
  const { limits } = run.context.budget;
  // Rows of a large document do not wait for its digest.
  const large = bytes.size > CLAIM_BYTES ? await readStated(run, draft, bytes, row, table) : undefined;
  await leaf.read();
  const reference = dropped(draft, row) ? referenceOf(row.id) : undefined;
  if (bytes.size <= CLAIM_BYTES) {
    const whole = await bytes.bytes(0, bytes.size);
    if (reference !== undefined) draft.reference = { as: reference, bytes: whole };
    if (row.id === 'pem-certificate') draft.certificate = whole;
    if (row.id === 'oci-manifest' && draft.at.parent === undefined)
      draft.manifest = readLooseManifest(draft, whole, limits);
    const claimed =
      row.role === 'reference' ? undefined : readClaim(draft.at.name, whole, limits, draft.at.annotations);
    if (claimed !== undefined) {
      draft.claim = claimed.claim;
      draft.reportAll(claimed.faults);
      await readClaimed(run, draft, claimed.envelopes, table);
    }
  }
  const stated =
    large ?? (draft.stated === undefined ? await readStated(run, draft, bytes, row, table) : undefined);
  await stated?.rest();
  const read =
    stated !== undefined ||
    draft.stated !== undefined ||
    draft.claim !== undefined ||
    reference !== undefined ||
    draft.certificate !== undefined ||
    draft.manifest !== undefined;
  // Advisory data count only when they were dropped themselves.
  const nestedData = row.id === 'osv' || row.id === 'advisory-index';
  if (read || row.family === 'leaf' || nestedData) return;
  const unread =
    row.id === 'unknown'
      ? 'Its kind is not known'
      : `Loupe recognizes this kind (${row.title}) but has no reader for it yet`;
  draft.report(
    fault(
      row.id === 'unknown' ? 'kind.unknown' : 'kind.unsupported',
      'error',
      `${unread}: "${displayName(draft.at.name)}" was hashed, and not inspected.`,
      { offset: 0 },
    ),
  );
}

/** Whether it was dropped itself. Scores are published compressed, and nobody packs anything but them with them. */
function dropped({ at }: Draft, { id }: SniffRow): boolean {
  return at.parent === undefined || (at.unpackedDrop === true && id === 'epss-scores');
}

/** What the statements of a source state: the document they carry, else what their subjects were made from. */
async function readClaimed(
  run: Run,
  draft: Draft,
  envelopes: readonly Envelope[],
  table: EntryTable,
): Promise<void> {
  const { limits } = run.context.budget;
  const carried = carriedDocument(envelopes, limits);
  if (carried !== undefined) {
    const { row } = sniff(carried.subarray(0, HEAD_BYTES), draft.at.name, carried.length);
    const stated = await readStated(run, draft, new BufferSource(carried), row, table);
    await stated?.rest();
    return;
  }
  const columns = statedMaterials(envelopes, draft.at.name, limits);
  if (columns === undefined) return;
  draft.table = table;
  draft.stated = { reader: PROVENANCE_READER, columns };
}

/** The longest string of V8 (`v8::String::kMaxLength`), a little less than 512 MiB: raising the limit goes no further. */
const LONGEST_TEXT = 2 ** 29 - 24;

/** A document as far as it can be told what it says. */
function unambiguous(document: StatedDocument, faults: readonly Fault[]): StatedDocument {
  return isAmbiguous(faults) ? { ...asOneReading(document), ambiguous: true } : document;
}

/** Rows of a document of so many components do not wait until it is known to be valid. */
const MANY = 2000;

/** A document that was read, but for what is not needed to list what it states. */
interface Stated {
  /** Its validity and the signatures it carries. To be called once. */
  rest(): Promise<void>;
}

const NO_REST: Stated = { rest: async () => undefined };

/** What a document states, read by the reader of its kind; `undefined` when there is none. */
async function readStated(
  run: Run,
  draft: Draft,
  bytes: ByteSource,
  row: SniffRow,
  table: EntryTable,
): Promise<Stated | undefined> {
  const reader = documentReaderOf(row.id);
  if (reader === undefined) return undefined;
  const { limits } = run.context.budget;
  const limit = draft.at.parent === undefined ? 'parsedDropped' : 'parsedNested';
  const size = bytes.size.toLocaleString('en');
  const what = `"${displayName(draft.at.name)}" is a ${row.title} of ${size} bytes, too large to be read as a whole.`;
  if (bytes.size > limits[limit]) {
    draft.report(limitFault(limit, limits, what, { offset: limits[limit], kept: 'nothing' }));
    return NO_REST;
  }
  if (bytes.size > LONGEST_TEXT) {
    const longest = `No text of more than ${LONGEST_TEXT.toLocaleString('en')} characters can be held; nothing of it was read.`;
    draft.report(fault('document.too-long', 'error', `${what} ${longest}`, { offset: LONGEST_TEXT }));
    return NO_REST;
  }
  const { bytes: whole, utf16 } = withoutUtf16(bytes.held ?? (await bytes.bytes(0, bytes.size)));
  if (utf16) draft.report(utf16Fault(draft.at.name));
  const settled = (read: StatedDocument, faults: readonly Fault[]) =>
    unambiguous(utf16 ? utf16Validity(read) : read, faults);
  const { document, stated, diagnostics, check } = await reader.read({
    name: draft.at.name,
    bytes: whole,
    limits,
    onListed: (columns) => {
      draft.table = table;
      draft.stated = { reader: reader.id, columns };
      run.context.onEarly(draft.finish());
    },
  });
  draft.table = table;
  draft.stated = { reader: reader.id, columns: stated };
  draft.reportAll(diagnostics);
  draft.document = settled(document, diagnostics);
  const circles = statedCircles(stated, draft.at.name);
  if (check !== undefined && statedCount(stated) < MANY)
    run.glimpse(draft, foundIn(stated, draft.at.name, GLIMPSED));
  else if (check !== undefined) {
    draft.document = { ...draft.document, signaturesUnread: true };
    run.context.onEarly(draft.finish());
    draft.statedEarly = true;
  }
  return {
    rest: async () => {
      draft.signed = readSignatures(row.id, whole, limits);
      draft.reportAll(circles());
      if (check === undefined) return;
      const { faults = [], ...validity } = await check(run.context.schemas);
      draft.reportAll(faults);
      draft.document = settled({ ...document, ...validity }, [...diagnostics, ...faults]);
    },
  };
}
