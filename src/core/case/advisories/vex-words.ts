import type { VexUnmatched } from './vex.ts';

/** Why a statement of VEX has no effect, or a reference in it no meaning, in a sentence. */
export const VEX_UNMATCHED: Readonly<Record<VexUnmatched, string>> = {
  nested: 'It lies inside an artifact, and what is judged never brings its own judge.',
  author: 'You have not accepted its author.',
  range: 'Its range of versions is of another type of package than its product, so it says nothing of that.',
  product: 'None of its products is in this case.',
  'link-not-dropped': 'It links to a BOM that is not in this case: drop that too.',
  'link-nested':
    'The BOM it links to was found inside an artifact only, and what is judged does not say what is spoken of: drop that BOM itself.',
  'link-several':
    'Several BOMs of that serial number and version were dropped, and nothing tells which is meant.',
  'link-element': 'The BOM it links to has no component of that reference.',
  'link-ambiguous':
    'The BOM it links to gives keys twice, and which of two readings is meant, nothing tells.',
  'reference-several': 'Several components have that reference, and nothing tells which is meant.',
  ambiguous: 'Its document gives keys twice, and which of two readings is meant, nothing tells.',
  outdated: 'A later version of its document, by the same author, is in this case.',
  finding: 'No finding is about this vulnerability in its products.',
};
