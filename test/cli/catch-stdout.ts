import { vi } from 'vitest';

/** Hands what is written to standard output to the test, until mocks are restored, and says that it was taken. */
export function catchStdout(take: (text: string) => void): void {
  vi.spyOn(process.stdout, 'write').mockImplementation((text, encoding, taken) => {
    take(String(text));
    (typeof encoding === 'function' ? encoding : taken)?.();
    return true;
  });
}
