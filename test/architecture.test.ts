import { resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { type Import, importsOf, reachedFrom, sourceFiles, sourceText } from './source-tree.ts';

/** Who may import whom within the engine: only from the same line or one above it (docs/architecture.md). */
const ORDER: readonly (readonly string[])[] = [
  ['model', 'base'],
  ['sniff'],
  ['unpack'],
  ['image'],
  ['sbom', 'attest'],
  ['catalog'],
  ['verify'],
  ['advisory'],
  ['graph'],
  ['case'],
  ['profiles', 'flag'],
  ['report'],
];

/** What of the engine runs on the page too: how a name is shown, the limits that are named to the user, and their leaves. */
const SHARED_WITH_PAGE = ['names', 'limits', 'result', 'bytes', 'words'].map(
  (name) => `src/core/base/${name}.ts`,
);

const core = sourceFiles('src/core');
const product = sourceFiles('src', 'workers', 'build', 'scripts');

describe('the engine', () => {
  test('every folder has its place in the order', () => {
    const folders = new Set(core.map(folderOf));
    expect([...folders].filter((folder) => rank(folder) < 0)).toEqual([]);
  });

  test('a stage imports from earlier stages only', () => {
    const upward = imports(core).filter(
      ({ from, to }) => isCore(to) && !mayImport(folderOf(from), folderOf(to)),
    );
    expect(upward.map(said)).toEqual([]);
  });

  test('never imports the page, the command line or the workers, nor what only Node has', () => {
    const outward = imports(core).filter(
      ({ to }) => to.startsWith('node:') || (/^(?:src|workers|build|scripts|test)\//.test(to) && !isCore(to)),
    );
    expect(outward.map(said)).toEqual([]);
  });

  test('compiles where there is neither a page nor Node', () => {
    const program = ts.createProgram(
      core.map((path) => resolve(import.meta.dirname, '..', path)),
      {
        target: ts.ScriptTarget.ES2023,
        module: ts.ModuleKind.ESNext,
        moduleResolution: ts.ModuleResolutionKind.Bundler,
        lib: ['lib.es2023.d.ts', 'lib.webworker.d.ts'],
        types: [],
        strict: true,
        skipLibCheck: true,
        noEmit: true,
        allowImportingTsExtensions: true,
        resolveJsonModule: true,
      },
    );
    const missing = program.getSemanticDiagnostics().filter(({ code }) => UNKNOWN_NAME.has(code));
    expect(missing.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))).toEqual([]);
  }, 180_000);

  test.each([
    ['the clock', /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/],
    ['chance', /\bMath\.random\(|\bgetRandomValues\(|\brandomUUID\(/],
    ['the console', /\bconsole\./],
  ])('does not read %s', (_what, pattern) => {
    expect(core.filter((path) => pattern.test(code(path)))).toEqual([]);
  });
});

describe('the page', () => {
  test('holds none of the engine: it talks to it through the workers', () => {
    const reached = [...reachedFrom('src/app/boot.ts')].filter(isCore);
    expect(reached.filter((path) => !SHARED_WITH_PAGE.includes(path))).toEqual([]);
  });

  test('does not import the command line', () => {
    expect(
      imports(sourceFiles('src/app', 'workers'))
        .filter(({ to }) => to.startsWith('src/cli/'))
        .map(said),
    ).toEqual([]);
  });

  test('makes no markup of text', () => {
    const markup = /\{@html\b|\b(?:inner|outer)HTML\b|insertAdjacentHTML|\bDOMParser\b|document\.write/;
    expect(sourceFiles('src/app', 'workers').filter((path) => markup.test(code(path)))).toEqual([]);
  });
});

test('workers hold no page and no command line', () => {
  const outward = imports(sourceFiles('workers')).filter(
    ({ to, typeOnly }) => !typeOnly && /^src\/(?:app|cli)\//.test(to),
  );
  expect(outward.map(said)).toEqual([]);
});

test('nothing in the product asks a network', () => {
  const asking = /\bfetch\(|\bXMLHttpRequest\b|\bnew WebSocket\b|\bimportScripts\(|\bsendBeacon\b/;
  const guard = 'src/app/guard.ts';
  expect(sourceFiles('src', 'workers').filter((path) => path !== guard && asking.test(code(path)))).toEqual(
    [],
  );
});

test('a file is one idea: at most 400 lines', () => {
  const long = product.map((path) => [path, sourceText(path).split('\n').length - 1] as const);
  expect(long.filter(([, lines]) => lines > 400)).toEqual([]);
});

/** `cannot find name`, in its variants. */
const UNKNOWN_NAME = new Set([2304, 2552, 2580, 2584, 2591, 2593]);

function rank(folder: string): number {
  return ORDER.findIndex((line) => line.includes(folder));
}

function mayImport(from: string, to: string): boolean {
  if (from === to) return true;
  return rank(from) === 0 ? rank(to) === 0 : rank(to) < rank(from);
}

function isCore(path: string): boolean {
  return path.startsWith('src/core/');
}

function folderOf(path: string): string {
  return path.split('/')[2] ?? '';
}

function imports(paths: readonly string[]): readonly Import[] {
  return paths.flatMap((path) => importsOf(path));
}

function said({ from, to }: Import): string {
  return `${from} imports ${to}`;
}

/** The text without comments, roughly: what is said in a comment is not done. */
function code(path: string): string {
  return sourceText(path)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '$1');
}
