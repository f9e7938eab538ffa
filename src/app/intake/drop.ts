import type { Dropped } from '../../../workers/protocol.ts';

/** Whether a drag carries files (and not, say, selected text). */
export function carriesFiles(transfer: DataTransfer | null): transfer is DataTransfer {
  return transfer?.types.includes('Files') === true;
}

/**
 * Files of a drop, folders walked through. Must be called from within the `drop` event: the transfer is empty after
 * it. A file that cannot be opened is left out; the folder it was in is named in `unread`.
 */
export async function filesOfDrop(
  transfer: DataTransfer,
): Promise<{ readonly dropped: readonly Dropped[]; readonly unread: readonly string[] }> {
  const entries: FileSystemEntry[] = [];
  const plain: File[] = [];
  for (const item of transfer.items) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry();
    if (entry !== null) entries.push(entry);
    else {
      const file = item.getAsFile();
      if (file !== null) plain.push(file);
    }
  }
  const dropped: Dropped[] = plain.map((file) => ({ file, path: file.name }));
  const unread: string[] = [];
  for (const entry of entries) await walk(entry, dropped, unread);
  return { dropped, unread };
}

async function walk(root: FileSystemEntry, dropped: Dropped[], unread: string[]): Promise<void> {
  const open = [root];
  for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
    const path = entry.fullPath.replace(/^\//, '');
    try {
      if (isFile(entry)) dropped.push({ file: await fileOf(entry), path });
      else if (isDirectory(entry)) open.push(...(await childrenOf(entry)).reverse());
    } catch {
      unread.push(path);
    }
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** A reader hands out entries in batches of its own size until it hands out none. */
async function childrenOf(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (batch.length === 0) break;
    children.push(...batch);
  }
  return children.sort((a, b) => (a.name < b.name ? -1 : 1));
}
