import { hasMagic } from '../base/bytes.ts';
import { executablesIn } from './executable.ts';

/** A packer writes its loader where the program was: headers, the loader, then the packed program. */
const LOADER_BYTES = 4096;

/** The packer an executable went through, and where it shows. UPX alone leaves a mark that cannot be mistaken. */
export function packerOf(bytes: Uint8Array): { readonly name: string; readonly offset: number } | undefined {
  const executables = executablesIn(bytes);
  if (executables.length === 0) return undefined;
  const section = executables
    .flatMap(({ sections }) => sections)
    .find(({ name }) => name === 'UPX0' || name === 'UPX1');
  if (section !== undefined) return { name: 'UPX', offset: section.offset };
  for (const { start } of executables) {
    for (let at = start; at < Math.min(start + LOADER_BYTES, bytes.length); at++)
      if (hasMagic(bytes, 'UPX!', at)) return { name: 'UPX', offset: at };
  }
  return undefined;
}
