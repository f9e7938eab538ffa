import { createHash } from 'node:crypto';
import { gzip } from 'pako';
import type { Plugin } from 'vite';
import { ociImage } from './image.ts';
import {
  release,
  tamperedArtifact,
  tamperedStatement,
  twoReleases,
  undated,
  unsigned,
  wrongIdentity,
} from './release.ts';
import { alteredTideLayers, tideLayers } from './tide.ts';

const MODULE = 'virtual:samples';

export interface SampleSource {
  readonly id: string;
  readonly group: 'image' | 'release';
  readonly title: string;
  readonly sentence: string;
  files(): readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

const whole = (): Uint8Array => ociImage('tide:1.0.0', tideLayers());

export const SAMPLES: readonly SampleSource[] = [
  {
    id: 'release',
    group: 'release',
    title: 'A signed release',
    sentence:
      'A package, and what its builder signed about it. Use the demo root, and follow it to the source.',
    files: release,
  },
  {
    id: 'tampered-artifact',
    group: 'release',
    title: 'The package was changed',
    sentence: 'One line was added after it was signed: the signature holds, and is about another file.',
    files: tamperedArtifact,
  },
  {
    id: 'tampered-statement',
    group: 'release',
    title: 'The statement was changed',
    sentence: 'Somebody wrote another commit into the provenance, and could not sign it.',
    files: tamperedStatement,
  },
  {
    id: 'unsigned',
    group: 'release',
    title: 'Nobody signed it',
    sentence: 'The same provenance as a plain file: it says the same, and proves nothing.',
    files: unsigned,
  },
  {
    id: 'wrong-identity',
    group: 'release',
    title: 'Somebody else signed it',
    sentence: 'A good signature, by a workflow of another repository than the one the statement speaks of.',
    files: wrongIdentity,
  },
  {
    id: 'undated',
    group: 'release',
    title: 'Nobody says when',
    sentence: 'Signature and certificate agree. Without a log or a timestamp, the time is not proven.',
    files: undated,
  },
  {
    id: 'two-releases',
    group: 'release',
    title: 'Two releases',
    sentence: 'Version 1.3.0 and 1.4.0 side by side: the workflow and the machine that built them differ.',
    files: twoReleases,
  },
  {
    id: 'image',
    group: 'image',
    title: 'A small image',
    sentence:
      'Three layers with Debian, npm and Python packages; one package is removed again by the last layer.',
    files: () => [{ name: 'tide.oci.tar', bytes: whole() }],
  },
  {
    id: 'altered',
    group: 'image',
    title: 'The same image, altered',
    sentence: 'Somebody exchanged the last layer: its digest is no longer the one that the manifest names.',
    files: () => [{ name: 'tide-altered.oci.tar', bytes: ociImage('tide:1.0.0', alteredTideLayers()) }],
  },
  {
    id: 'cut-off',
    group: 'image',
    title: 'The same image, cut off',
    sentence: 'A download that ended early: what was read stays, and what could not be read is named.',
    files: () => {
      const bytes = whole();
      return [{ name: 'tide-cut-off.oci.tar', bytes: bytes.subarray(0, Math.floor(bytes.length * 0.75)) }];
    },
  },
];

/** `virtual:samples`: small cases made by this folder, inlined as text because a page opened from disk can fetch nothing. */
export function samples(): Plugin {
  return {
    name: 'loupe:samples',
    resolveId: (source) => (source === MODULE ? `\0${MODULE}` : null),
    load: (id) => (id === `\0${MODULE}` ? { code: samplesModule(), map: null } : null),
  };
}

/** Files that several samples share are held once, all of them compressed. */
export function samplesModule(): string {
  const packed = new Map<string, string>();
  const rows = SAMPLES.map(({ files, ...about }) => ({
    ...about,
    files: files().map(({ name, bytes }) => {
      const key = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
      packed.set(key, Buffer.from(gzip(bytes, { level: 9 })).toString('base64'));
      return { name, key };
    }),
  }));
  const held = JSON.stringify(Object.fromEntries(packed));
  return `const packed = ${held};\n${RUNTIME}\nexport default ${JSON.stringify(rows)}.map(opened);`;
}

const RUNTIME = `async function unpacked({ name, key }) {
  const bytes = Uint8Array.from(atob(packed[key]), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return { name, bytes: new Uint8Array(await new Response(stream).arrayBuffer()) };
}
function opened({ files, ...about }) {
  return { ...about, files: () => Promise.all(files.map(unpacked)) };
}`;
