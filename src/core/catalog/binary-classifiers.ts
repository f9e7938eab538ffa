import { decodeLatin1 } from '../base/bytes.ts';
import { displayName } from '../base/names.ts';
import type { ComponentType, Reading } from '../model/reading.ts';
import { executablesIn } from './executable.ts';
import { listPresent } from './list-package.ts';
import { compileGlob } from './match.ts';
import { purl } from './purl.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger } from './types.ts';

interface Classifier {
  readonly name: string;
  readonly type: ComponentType;
  readonly globs: readonly string[];
  /** Finds the version, group 1, in a file of that name. Its matches are at most {@link OVERLAP} characters long. */
  pattern(file: string): RegExp | undefined;
}

const VERSION = String.raw`(\d{1,3}\.\d{1,3}\.\d{1,3}`;

const CLASSIFIERS: readonly Classifier[] = [
  {
    name: 'node',
    type: 'application',
    globs: ['**/bin/node', '**/bin/nodejs', '**/libnode.so.*'],
    pattern: () => new RegExp(String.raw`node\.js/v${VERSION})`),
  },
  {
    name: 'python',
    type: 'application',
    globs: ['**/bin/python*', '**/libpython*.so*'],
    // The version stands alone between zero bytes; the file's name tells which one is meant.
    pattern(file) {
      const [, major, minor] = /^(?:lib)?python(\d)\.(\d{1,2})/.exec(file) ?? [];
      if (major === undefined || minor === undefined) return undefined;
      return new RegExp(String.raw`\0(${major}\.${minor}\.\d{1,2}(?:(?:a|b|rc)\d{1,2})?\+?)\0`);
    },
  },
  {
    name: 'openssl',
    type: 'library',
    globs: ['**/bin/openssl', '**/libcrypto.so*'],
    pattern: () =>
      new RegExp(
        String.raw`OpenSSL ${VERSION}[a-z]{0,2}(?:-[a-z]{1,8}\d{0,3})?) +\d{1,2} [A-Z][a-z]{2} \d{4}`,
      ),
  },
  {
    name: 'busybox',
    type: 'application',
    globs: ['**/bin/busybox', 'busybox'],
    pattern: () => new RegExp(`BusyBox v${VERSION})`),
  },
  {
    name: 'java',
    type: 'application',
    globs: ['**/bin/java'],
    pattern: () => /\0java\0\d{1,3}[.\d]{0,12}\0(\d{1,3}[.\d]{0,12}[-+_.A-Za-z0-9]{0,40})\0/,
  },
  {
    name: 'go',
    type: 'application',
    globs: ['**/go/VERSION', '**/go-*/VERSION'],
    pattern: () => /^go(\d{1,3}\.\d{1,3}[.a-z0-9]{0,12})/,
  },
];

/** Programs that images carry without a package record, told by a text in them. */
export const binaryClassifiers: Cataloger = {
  id: 'binary.classifiers',
  title: 'Well-known programs',
  spec: 'the version texts that node, python, openssl, busybox, java and go keep in their files',
  match: { globs: CLASSIFIERS.flatMap(({ globs }) => globs) },
  needs: 'large',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const name = file.path.slice(file.path.lastIndexOf('/') + 1);
    for (const classifier of CLASSIFIERS) {
      if (!classifier.globs.some((glob) => compileGlob(glob).test(file.path))) continue;
      const pattern = classifier.pattern(name);
      if (pattern === undefined) continue;
      const found = search(file.bytes, pattern);
      if (found === undefined) {
        // A script of that name is another thing; a program of that name hides which version it is.
        if (executablesIn(file.bytes).length > 0)
          out.fault(
            'classifier.version',
            'info',
            `"${displayName(file.path)}" is called like ${classifier.name}; no version was found in it.`,
          );
        continue;
      }
      const { version, offset } = found;
      const identity = purl({ type: 'generic', name: classifier.name, version });
      const pointer = `byte ${offset}`;
      const ref = `${file.path}#${classifier.name}`;
      const { type } = classifier;
      if (listPresent(out, { ref, type, name: classifier.name, version, purl: identity, pointer }))
        out.fact(ref, 'guessed', 'name from the path, version from a text in the file', {
          how: 'derived',
          pointer,
        });
    }
    return out.done();
  },
};

const WINDOW = 1 << 20;
const OVERLAP = 256;

/** The first match, window by window: the text of a whole program is never made. */
function search(
  bytes: Uint8Array,
  pattern: RegExp,
): { readonly version: string; readonly offset: number } | undefined {
  for (let at = 0; at < bytes.length; at += WINDOW) {
    const match = pattern.exec(decodeLatin1(bytes.subarray(at, at + WINDOW + OVERLAP)));
    if (match?.[1] !== undefined) return { version: match[1], offset: at + match.index };
    if (pattern.source.startsWith('^')) return undefined;
  }
  return undefined;
}
