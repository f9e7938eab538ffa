import type { Dropped } from '../../../workers/protocol.ts';

/** Files of an `input`, with their path within a chosen folder where the browser tells it. */
export function filesOfInput(input: HTMLInputElement): Dropped[] {
  return [...(input.files ?? [])].map((file) => ({
    file,
    path: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath,
  }));
}

export function chooseFiles(input: HTMLInputElement): void {
  input.webkitdirectory = false;
  input.click();
}

/**
 * Lets the user choose a folder. `undefined` when the page's one input was opened for it instead: its `change` event
 * brings the files. The directory picker comes first because the input's own question speaks of an upload.
 */
export async function chooseFolder(input: HTMLInputElement): Promise<readonly Dropped[] | undefined> {
  const scope: object = window;
  if (!hasDirectoryPicker(scope)) {
    input.webkitdirectory = true;
    input.click();
    return undefined;
  }
  try {
    return await filesOfDirectory(await scope.showDirectoryPicker());
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return [];
    throw error;
  }
}

interface DirectoryPicker {
  showDirectoryPicker(): Promise<FileSystemDirectoryHandle>;
}

function hasDirectoryPicker(scope: object): scope is DirectoryPicker {
  return 'showDirectoryPicker' in scope;
}

async function filesOfDirectory(root: FileSystemDirectoryHandle): Promise<Dropped[]> {
  const dropped: Dropped[] = [];
  const open: { readonly directory: FileSystemDirectoryHandle; readonly path: string }[] = [
    { directory: root, path: root.name },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for await (const [name, handle] of next.directory.entries()) {
      const path = `${next.path}/${name}`;
      if (handle.kind === 'directory') open.push({ directory: handle, path });
      else dropped.push({ file: await handle.getFile(), path });
    }
  }
  return dropped.sort((a, b) => (a.path < b.path ? -1 : 1));
}
