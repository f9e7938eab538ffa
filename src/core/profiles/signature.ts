import { displayName } from '../base/names.ts';
import type { CaseAttestation, CaseDocument, CaseModel } from '../case/model.ts';
import type { Verdict } from '../model/check.ts';
import type { SignatureSummary } from './views.ts';

const SENTENCES: Readonly<Record<Verdict, string>> = {
  verified: 'A signature over the document is verified.',
  failed: 'There is a signature, and it does not hold.',
  undated: 'A signature over the document holds; when it was made is not proven.',
  unsigned: 'It is wrapped in an envelope that nobody signed.',
  'unknown-root': 'A signature holds, by a key that nothing here vouches for.',
  unsupported: 'There is a signature of a kind that cannot be checked.',
};

export const UNREAD = 'Nobody has looked for signatures in it yet.';

/** Verdicts, the one that says most first. */
const RANK: readonly Verdict[] = ['failed', 'verified', 'undated', 'unknown-root', 'unsupported', 'unsigned'];

/** Verdicts over the document as a whole: of the signature in it, and of those around it and beside it. */
export function verdictsOver(model: CaseModel, document: CaseDocument): readonly Verdict[] {
  const inside = document.signature === undefined ? [] : [document.signature.verdict];
  return [...inside, ...attestationsOver(model, document).map(({ verdict }) => verdict)];
}

function attestationsOver(model: CaseModel, document: CaseDocument): readonly CaseAttestation[] {
  const parents = new Map(model.sources.map(({ id, parent }) => [id, parent]));
  const around = new Set<string>();
  for (let at: string | undefined = document.source; at !== undefined; at = parents.get(at)) around.add(at);
  return model.attestations.filter(
    (one) => around.has(one.source) || one.about.some(({ source }) => source === document.source),
  );
}

/** What is known of who vouches for a document. Proven only where a verified signature is also the expected one. */
export function signatureOf(model: CaseModel, document: CaseDocument): SignatureSummary {
  const parts = (document.signature?.parts ?? []).map(({ pointer, over, verdict, why, key }) => ({
    pointer: over === '' ? pointer : over,
    verdict,
    sentence: displayName(why),
    key: key === undefined ? '' : `sha256:${key}`,
  }));
  const verdicts = verdictsOver(model, document).filter((one) => one !== 'unsigned' || parts.length === 0);
  const verdict = RANK.find((one) => verdicts.includes(one));
  if (document.signaturesUnread === true) return { state: 'not-inspected', sentence: UNREAD, parts };
  if (verdict === undefined) {
    const sentence =
      parts.length === 0
        ? 'No signature over it is in this case.'
        : 'Parts of it are signed; nothing is signed over the whole.';
    return { state: 'missing', sentence, parts };
  }
  return { state: stateOf(verdict, accepted(model, document)), sentence: SENTENCES[verdict], parts };
}

function stateOf(verdict: Verdict, held: boolean): SignatureSummary['state'] {
  if (verdict === 'failed') return 'contradicted';
  if (verdict === 'unsupported') return 'not-inspected';
  return verdict === 'verified' && held ? 'proven' : 'claimed';
}

/** Whether a verified signature is by a key that the user gave, or by the signer whom the user expects. */
function accepted(model: CaseModel, document: CaseDocument): boolean {
  if (document.signature?.verdict === 'verified') return true;
  return attestationsOver(model, document).some(
    ({ verdict, expected }) => verdict === 'verified' && expected === 'met',
  );
}
