import type { Dropped } from '../../../workers/protocol.ts';

/** The name a pasted text is given as a file. */
export const PASTED_NAME = 'pasted.txt';

/** Files of a paste, or its text as a file. Empty when the clipboard holds neither. */
export function filesOfPaste(clipboard: DataTransfer): Dropped[] {
  const files = [...clipboard.files].map((file) => ({ file, path: file.name }));
  return files.length > 0 ? files : fileOfText(clipboard.getData('text/plain'));
}

export function fileOfText(text: string): Dropped[] {
  if (text === '') return [];
  return [{ file: new File([text], PASTED_NAME, { type: 'text/plain' }), path: PASTED_NAME }];
}

/** A paste into a field belongs to the field. */
export function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && target.type !== 'checkbox' && target.type !== 'file') ||
    (target instanceof HTMLElement && target.isContentEditable)
  );
}
