import { vi } from 'vitest';
import { verify } from '../../src/cli/verify.ts';

/** Runs `loupe verify` in this process and gives what it wrote. */
export async function runVerify(args: readonly string[]) {
  let stdout = '';
  let stderr = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += String(text);
    return true;
  });
  const status = await verify(args, 'test');
  vi.restoreAllMocks();
  return { status, stdout, stderr };
}
