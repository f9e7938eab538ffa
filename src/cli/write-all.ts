/** Writes to standard output and waits until a pipe has taken all of it. */
export function writeAll(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve()));
}
