import { normalizePath } from '../base/names.ts';
import { FaultLog, quoted } from '../unpack/zip-faults.ts';
import type { ImageFile, StoredFile } from './plan.ts';

const MAX_LINKS = 40;
const MAX_LINK_LENGTH = 4096;
const MAX_SEGMENTS = 256;

/** Files of an archive by path, as an extractor would leave them: the last of two with one path counts. */
export class FileIndex {
  readonly log = new FaultLog();
  readonly #files = new Map<string, ImageFile>();
  /** Whether any path can lead elsewhere. */
  #links = false;
  readonly #stored = new Map<ImageFile, StoredFile>();

  constructor(files: Iterable<ImageFile>) {
    for (const file of files) {
      const path = normalizePath(file.path);
      if (file.type !== 'd' && this.#files.has(path)) this.#duplicate(path);
      this.#files.set(path, file);
      this.#links ||= file.type === 'l' || file.type === 'h';
    }
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  paths(): Iterable<string> {
    return this.#files.keys();
  }

  /** The regular file that `path` leads to, through at most 40 links that stay inside the archive. */
  resolve(path: string): ImageFile | undefined {
    const exact = this.#files.get(path);
    if (exact?.type === 'f') return exact;
    if (!this.#links) return undefined;
    const pending = path.split('/').reverse();
    let at: string[] = [];
    let links = 0;
    for (let segment = pending.pop(); segment !== undefined; segment = pending.pop()) {
      if (segment === '' || segment === '.') continue;
      if (segment === '..') {
        if (at.length === 0) return this.#refuse(path, 'leads out of the archive');
        at.pop();
        continue;
      }
      at.push(segment);
      if (at.length > MAX_SEGMENTS) return undefined;
      const file = this.#files.get(at.join('/'));
      if (file === undefined || (file.type !== 'l' && file.type !== 'h')) continue;
      const target = file.link ?? '';
      if (++links > MAX_LINKS || target.length > MAX_LINK_LENGTH) {
        return this.#refuse(path, `goes through more than ${MAX_LINKS} links, or one that is too long`);
      }
      // A hard link names a member of the archive, a symbolic link a path as seen from its own directory.
      if (file.type === 'h' || target.startsWith('/')) at = [];
      else at.pop();
      for (const part of target.split('/').reverse()) pending.push(part);
    }
    const found = this.#files.get(at.join('/'));
    return found?.type === 'f' ? found : undefined;
  }

  /** The place of a file's bytes: the same object for every way to it. */
  stored(file: ImageFile): StoredFile {
    let stored = this.#stored.get(file);
    if (stored === undefined) {
      stored = { path: normalizePath(file.path), size: file.size, steps: file.steps };
      this.#stored.set(file, stored);
    }
    return stored;
  }

  /** An error, not a note: the first copy is not looked at, and it is the one that some tools use. */
  #duplicate(path: string): void {
    const says =
      'is in the archive twice. The last one is used and the others were not inspected; other tools may use the first.';
    this.log.add('image.duplicate-file', 'error', `${quoted(path)} ${says}`, { entry: path });
  }

  #refuse(path: string, why: string): undefined {
    const message = `${quoted(path)} ${why}, so it was not followed.`;
    this.log.add('image.link-refused', 'error', message, { entry: path });
    return undefined;
  }
}
