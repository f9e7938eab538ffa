import type { Plugin } from 'vite';
import { ociImage } from './image.ts';
import { alteredTideLayers, tideLayers } from './tide.ts';

const MODULE = 'virtual:samples';

interface SampleSource {
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  readonly name: string;
  bytes(): Uint8Array;
}

const whole = (): Uint8Array => ociImage('tide:1.0.0', tideLayers());

const SAMPLES: readonly SampleSource[] = [
  {
    id: 'image',
    title: 'A small image',
    sentence:
      'Three layers with Debian, npm and Python packages; one package is removed again by the last layer.',
    name: 'tide.oci.tar',
    bytes: whole,
  },
  {
    id: 'altered',
    title: 'The same image, altered',
    sentence: 'Somebody exchanged the last layer: its digest is no longer the one that the manifest names.',
    name: 'tide-altered.oci.tar',
    bytes: () => ociImage('tide:1.0.0', alteredTideLayers()),
  },
  {
    id: 'cut-off',
    title: 'The same image, cut off',
    sentence: 'A download that ended early: what was read stays, and what could not be read is named.',
    name: 'tide-cut-off.oci.tar',
    bytes: () => {
      const bytes = whole();
      return bytes.subarray(0, Math.floor(bytes.length * 0.75));
    },
  },
];

/** `virtual:samples`: small cases made by this folder, inlined as text because a page opened from disk can fetch nothing. */
export function samples(): Plugin {
  return {
    name: 'loupe:samples',
    resolveId: (source) => (source === MODULE ? `\0${MODULE}` : null),
    load(id) {
      if (id !== `\0${MODULE}`) return null;
      const rows = SAMPLES.map(({ bytes, ...about }) => ({
        ...about,
        base64: Buffer.from(bytes()).toString('base64'),
      }));
      return { code: `${RUNTIME}\nexport default ${JSON.stringify(rows)}.map(decoded);`, map: null };
    },
  };
}

const RUNTIME = `function decoded({ base64, ...about }) {
  return { ...about, bytes: async () => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)) };
}`;
