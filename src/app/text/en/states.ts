import type { Knowing } from '../../../core/model/knowing.ts';
import { trustTerms } from './trust-terms.ts';

/** The five states of knowing: the word, and what it means. */
export const states: Readonly<Record<Knowing, { readonly word: string; readonly means: string }>> = {
  proven: { word: 'proven', means: 'computed, and held against something you accept' },
  claimed: { word: 'claimed', means: 'somebody says so, or it only agrees with its own record' },
  contradicted: { word: 'contradicted', means: 'claim and evidence disagree, or a check failed' },
  missing: { word: 'missing', means: 'absent, or not stated' },
  'not-inspected': { word: 'not inspected', means: 'not looked at, with the reason' },
};

/** Hard words, each in sentences an educator could read aloud. */
const meanings = {
  ...trustTerms,
  ladder: {
    word: 'Digest ladder',
    explains:
      'An image names its parts by digest: the index names the manifest, the manifest names the config and the layers, the config names what the layers unpack to. Each rung is computed again from the bytes and compared. If all hold, the image is whole. It does not say who made it: who wrote the file wrote these digests too.',
  },
  layer: {
    word: 'Layer',
    explains:
      'An image is a stack of archives. Each adds, changes or removes files of the ones below it. What a later layer removes is still in the file, and can still be read by anyone who has it.',
  },
  squashed: {
    word: 'Squashed',
    explains: 'The files as a container sees them: all layers applied, one on the other.',
  },
  manifest: {
    word: 'Manifest',
    explains:
      'The list of an image’s parts, by digest. Its own digest is the name under which registries hand the image out.',
  },
  purl: {
    word: 'Package URL',
    explains:
      'One spelling for the identity of a package in any ecosystem: its type, name and version. Two documents that use the same one speak of the same package.',
  },
  relation: {
    word: 'Relation',
    explains:
      'One package asks for another, as a file in the artifact says. Whether it is used when the program runs is another question.',
  },
  setuid: {
    word: 'setuid',
    explains: 'Whoever starts this file runs it with the rights of its owner, often root.',
  },
  notInspected: {
    word: 'Not fully inspected',
    explains:
      'A part was not looked at: the file ends early, a limit was hit, a password is missing, or there is no reader for it yet. Counts are a floor, and nothing is said to be clean there.',
  },
  place: {
    word: 'Place',
    explains:
      'One path at which a component was found, or one document that says it is there. A component can have many.',
  },
} as const;

export type TermId = keyof typeof meanings;

export const terms: Readonly<Record<TermId, { readonly word: string; readonly explains: string }>> & {
  readonly hint: string;
} = { ...meanings, hint: 'What does this mean' };
