import { displayName } from '../base/names.ts';
import { type Fault, fault } from '../base/result.ts';
import type { Marker } from './whiteout.ts';

/** Counts what is odd by kind and layer, so that a hostile layer gives a handful of sentences and not a million. */
export class Oddities {
  readonly #found = new Map<string, Oddity>();
  readonly #layers: number;

  /** @param layers how many there are; 0 for an archive that is no layer: its sentences name none. */
  constructor(layers: number) {
    this.#layers = layers;
  }

  addMarker(marker: Marker, path: string, layer: number, size: number): void {
    if (marker.kind === 'invalid') this.add('image.whiteout-invalid', path, layer);
    else if (marker.kind === 'aufs') this.add('image.whiteout-aufs', path, layer);
    else if (size > 0) this.add('image.whiteout-content', path, layer);
  }

  add(code: OddityCode, path: string, layer: number): void {
    const key = `${code} ${layer}`;
    const known = this.#found.get(key);
    if (known === undefined) this.#found.set(key, { code, path, layer, count: 1 });
    else known.count++;
  }

  faults(): Fault[] {
    return [...this.#found.values()].map(({ code, path, layer, count }) => {
      const { severity, says } = ODD[code];
      const where = this.#layers === 0 ? '' : `Layer ${layer + 1} of ${this.#layers}: `;
      const more = count === 1 ? '' : ` ${(count - 1).toLocaleString('en')} more like it.`;
      return fault(code, severity, `${where}"${displayName(path)}" ${says}${more}`, { entry: path });
    });
  }
}

interface Oddity {
  readonly code: OddityCode;
  readonly path: string;
  readonly layer: number;
  count: number;
}

type OddityCode = keyof typeof ODD;

const ODD = {
  'image.whiteout-invalid': {
    severity: 'warning',
    says: 'is a whiteout marker that names no file. It hides nothing here and is shown as a file; some tools remove its whole directory.',
  },
  'image.whiteout-content': {
    severity: 'warning',
    says: 'is a whiteout marker with content. A marker never shows in a container, so nobody sees that content.',
  },
  'image.whiteout-aufs': {
    severity: 'info',
    says: 'is bookkeeping of the AUFS driver. It is no part of the file system and was left out.',
  },
  'image.whiteout-under-link': {
    severity: 'warning',
    says: 'is a symbolic link of a lower layer, and a whiteout marker lies below it. Nothing behind the link was hidden; some tools follow the link.',
  },
  'image.path-under-link': {
    severity: 'warning',
    says: 'stands below a symbolic link. It is shown where it is written; some tools write through the link instead.',
  },
  'image.path-under-file': {
    severity: 'warning',
    says: 'stands below a path that is not a directory. Both are shown; tools disagree on which of them is there in the end.',
  },
  'image.implied-directories': {
    severity: 'warning',
    says: 'is a directory that is only implied. There are too many of them, and this one is not listed; what lies below it is.',
  },
  'image.hard-link-unresolved': {
    severity: 'warning',
    says: 'is a hard link whose target is not there at that point. Its content is not known.',
  },
} as const;
