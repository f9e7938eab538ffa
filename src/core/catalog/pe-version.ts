import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { listPresent } from './list-package.ts';
import { peVersion } from './pe-version-strings.ts';
import { purl } from './purl.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger } from './types.ts';

/** What a Windows program or library says of itself in its version resource. Nothing there is checked by anyone. */
export const peVersionResource: Cataloger = {
  id: 'pe.version',
  title: 'Windows programs',
  spec: 'learn.microsoft.com: PE Format, the .rsrc section; VS_VERSIONINFO structure',
  match: { globs: [], magic: ['MZ'] },
  needs: 'large',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const version = peVersion(file.bytes);
    if (version === undefined) return out.done();
    if (version === 'damaged') {
      const what = 'has a version resource that leads out of the file';
      out.fault(
        'pe.version',
        'error',
        `"${displayName(file.path)}" ${what}; what it says of itself is not known.`,
      );
      return out.done();
    }
    const { strings, offset, managed } = version;
    const stated = (...keys: readonly string[]): string | undefined => {
      for (const key of keys) if ((strings.get(key) ?? '') !== '') return strings.get(key);
      return undefined;
    };
    // One product has many files; a file is told by its own name, of .NET the name of its package more often than not.
    const original = stated('InternalName', 'OriginalFilename')?.replace(/\.(?:dll|exe|sys)$/i, '');
    const name = managed ? original : (stated('ProductName') ?? original);
    const number = stated('ProductVersion', 'FileVersion');
    if (name === undefined || number === undefined) return out.done();
    // `8.0.1+0123abcd`: .NET writes the commit behind the version.
    const [plain = number, commit] = number.split('+', 2);
    const ref = file.path;
    const pointer = `byte ${offset}`;
    const identity = purl({ type: managed ? 'nuget' : 'generic', name, version: plain });
    const type = /\.exe$/i.test(file.path) ? 'application' : 'library';
    if (!listPresent(out, { ref, type, name, version: plain, purl: identity, pointer })) return out.done();
    if (managed)
      out.fact(ref, 'guessed', 'a NuGet package of this name, from the version resource', {
        how: 'derived',
        pointer,
      });
    out.fact(
      ref,
      'source-commit',
      commit !== undefined && /^[0-9a-f]{7,64}$/.test(commit) ? commit : undefined,
      { pointer },
    );
    for (const [key, field] of FACTS) out.fact(ref, field, stated(key), { pointer });
    return out.done();
  },
};

const FACTS: readonly (readonly [key: string, field: string])[] = [
  ['CompanyName', 'supplier'],
  ['FileDescription', 'description'],
  ['ProductName', 'product'],
  ['FileVersion', 'file-version'],
  ['OriginalFilename', 'original-name'],
  ['LegalCopyright', 'copyright'],
];
