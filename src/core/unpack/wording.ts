/** `2,048`: a number as sentences show it. */
export function inWords(value: number): string {
  return value.toLocaleString('en');
}

/** `1 member`, `2,048 members`. */
export function counted(value: number, noun: string): string {
  return `${inWords(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** What became of the `things` read before a fault: `The 12 members before it are kept.` */
export function keptBefore(value: number, noun: string): string {
  if (value === 0) return `No ${noun} stands before it.`;
  return value === 1 ? `The ${noun} before it is kept.` : `The ${counted(value, noun)} before it are kept.`;
}

/** What became of the bytes that a codec produced before a fault. */
export function keptBytes(value: number): string {
  if (value === 0) return 'Nothing was decoded before it.';
  return value === 1
    ? 'The byte decoded before it is kept.'
    : `The ${counted(value, 'byte')} decoded before it are kept.`;
}
