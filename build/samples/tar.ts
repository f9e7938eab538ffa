/** What a sample image is made of. Directories end in `/`. */
export interface SampleFile {
  readonly path: string;
  readonly text?: string;
  readonly mode?: number;
  readonly link?: string;
}

const BLOCK = 512;
/** One moment for every file of every sample: a build has no clock. */
const MODIFIED = 1_760_000_000;

/** A ustar archive of the files, in the order given. Paths are at most 100 bytes. */
export function tar(
  files: readonly (SampleFile | { readonly path: string; readonly bytes: Uint8Array })[],
): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (const file of files) {
    const bytes = 'bytes' in file ? file.bytes : new TextEncoder().encode(file.text ?? '');
    blocks.push(header(file, bytes.length), padded(bytes));
  }
  return concat([...blocks, new Uint8Array(2 * BLOCK)]);
}

function header(file: SampleFile, size: number): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const put = (at: number, text: string): void => {
    block.set(new TextEncoder().encode(text), at);
  };
  const octal = (at: number, width: number, value: number): void =>
    put(at, value.toString(8).padStart(width - 1, '0'));
  const directory = file.path.endsWith('/');
  if (new TextEncoder().encode(file.path).length > 100)
    throw new Error(`path too long for a sample: ${file.path}`);
  put(0, file.path);
  octal(100, 8, file.mode ?? (directory ? 0o755 : 0o644));
  octal(108, 8, 0);
  octal(116, 8, 0);
  octal(124, 12, size);
  octal(136, 12, MODIFIED);
  put(148, '        ');
  put(156, file.link !== undefined ? '2' : directory ? '5' : '0');
  put(157, file.link ?? '');
  put(257, 'ustar\0' + '00');
  put(265, 'root');
  put(297, 'root');
  put(
    148,
    `${block
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
  );
  return block;
}

function padded(bytes: Uint8Array): Uint8Array {
  const block = new Uint8Array(Math.ceil(bytes.length / BLOCK) * BLOCK);
  block.set(bytes);
  return block;
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
