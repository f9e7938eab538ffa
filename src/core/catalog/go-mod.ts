import { decodeUtf8Lossy } from '../base/bytes.ts';
import { linesOf } from '../base/lines.ts';
import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { listStated } from './list-package.ts';
import { golangPurl } from './purl.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger, CatalogFile } from './types.ts';

/** What a Go module asks for (`go.mod`), with the checksums of `go.sum` beside it. */
export const goMod: Cataloger = {
  id: 'go.mod',
  title: 'Go modules',
  spec: 'go.dev/ref/mod: go.mod files, go.sum files',
  match: { globs: ['**/go.mod', '**/go.sum'] },
  needs: 'bytes',
  read(file): Reading {
    return file.path.endsWith('go.sum') ? readSums(file) : readModule(file);
  },
};

interface Required {
  readonly path: string;
  readonly version: string;
  readonly indirect: boolean;
  readonly line: number;
}

interface Replaced {
  /** Empty: every version. */
  readonly version: string;
  readonly path: string;
  readonly by: string;
}

function readModule(file: CatalogFile): Reading {
  const out = new ReadingBuilder(file);
  const { module, goVersion, required, replaced } = parseGoMod(decodeUtf8Lossy(file.bytes));
  if (module === undefined) {
    out.fault('go.mod', 'error', `"${displayName(file.path)}" has no module line; it is no go.mod file.`);
    return out.done();
  }
  const root = `${out.path}#`;
  const pointer = `line ${module.line}`;
  const identity = golangPurl(module.path, undefined);
  if (!listStated(out, { ref: root, type: 'application', name: module.path, purl: identity, pointer }))
    return out.done();
  out.fact(root, 'requires-go', goVersion);
  const replacements = new Map(replaced.map((one) => [`${one.path}@${one.version}`, one]));
  const listed = new Set<string>();
  for (const one of required) {
    const { path, version, line, indirect } = one;
    const ref = refOf(out.path, path, version);
    if (listed.has(ref)) continue;
    listed.add(ref);
    const at = `line ${line}`;
    if (!listStated(out, { ref, name: path, version, purl: golangPurl(path, version), pointer: at })) break;
    if (indirect) out.fact(ref, 'scope', 'indirect', { pointer: at });
    const replacement = replacements.get(`${path}@${version}`) ?? replacements.get(`${path}@`);
    out.fact(ref, 'replaced-by', replacement?.by, { pointer: at });
    const rawKind = indirect ? 'require // indirect' : 'require';
    out.relate({
      from: root,
      to: ref,
      kind: 'dependsOn',
      scope: 'runtime',
      rawKind,
      how: 'stated',
      asked: version,
    });
  }
  return out.done();
}

interface GoMod {
  readonly module: { readonly path: string; readonly line: number } | undefined;
  readonly goVersion: string | undefined;
  readonly required: readonly Required[];
  readonly replaced: readonly Replaced[];
}

/** Reads the directives `module`, `go`, `require` and `replace`, alone or in a block. */
function parseGoMod(text: string): GoMod {
  let module: GoMod['module'];
  let goVersion: string | undefined;
  const required: Required[] = [];
  const replaced: Replaced[] = [];
  let block = '';
  let line = 0;
  for (const full of linesOf(text)) {
    line++;
    const comment = full.indexOf('//');
    const words = wordsOf(comment < 0 ? full : full.slice(0, comment));
    if (words.length === 0) continue;
    if (block !== '' && words[0] === ')') {
      block = '';
      continue;
    }
    const [directive = '', ...args] = block === '' ? words : [block, ...words];
    if (block === '' && args[0] === '(') {
      block = directive;
      continue;
    }
    const [path = '', version = ''] = args;
    if (directive === 'module' && path !== '') module ??= { path, line };
    else if (directive === 'go' && path !== '') goVersion = path;
    else if (directive === 'require' && version !== '') {
      const indirect = comment >= 0 && /^\/\/\s*indirect\b/.test(full.slice(comment));
      required.push({ path, version, indirect, line });
    } else if (directive === 'replace') {
      const arrow = args.indexOf('=>');
      if (arrow === 1 || arrow === 2)
        replaced.push({
          path,
          version: arrow === 2 ? version : '',
          by: args.slice(arrow + 1, arrow + 3).join('@'),
        });
    }
  }
  return { module, goVersion, required, replaced };
}

function wordsOf(text: string): string[] {
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => word.replace(/^["`]([^"`]*)["`]$/, '$1'));
}

/** A line each: path, version, checksum; of the module's files, or (`/go.mod`) of its go.mod alone. */
function readSums(file: CatalogFile): Reading {
  const out = new ReadingBuilder(file);
  const beside = `${file.path.slice(0, -'go.sum'.length)}go.mod`;
  let line = 0;
  let unread = 0;
  for (const text of linesOf(decodeUtf8Lossy(file.bytes))) {
    line++;
    if (out.full) break;
    if (text.trim() === '') continue;
    const [, path, version, sum] = /^(\S+) (\S+) (h1:[A-Za-z0-9+/]+=*)$/.exec(text) ?? [];
    if (path === undefined || version === undefined) unread++;
    else if (!version.endsWith('/go.mod'))
      out.fact(refOf(beside, path, version), 'go-sum', sum, { pointer: `line ${line}` });
  }
  if (unread > 0) {
    const what =
      unread === 1 ? 'has 1 line that is no checksum' : `has ${unread} lines that are no checksums`;
    out.fault('go.sum', 'error', `"${displayName(file.path)}" ${what}; the others were kept.`);
  }
  return out.done();
}

function refOf(goMod: string, path: string, version: string): string {
  return `${goMod}#${path}@${version}`;
}
