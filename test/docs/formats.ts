import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { JSON_CARRIERS, TEXT_CARRIERS } from '../../src/core/attest/carriers/registry.ts';
import { PREDICATES } from '../../src/core/attest/predicates/registry.ts';
import { DEFAULT_LIMITS } from '../../src/core/base/limits.ts';
import { catalogers } from '../../src/core/catalog/registry.ts';
import { CATALOG_HEAD, type Cataloger } from '../../src/core/catalog/types.ts';
import { documentReaders } from '../../src/core/sbom/registry.ts';
import { KINDS } from '../../src/core/sniff/sniff.ts';
import { codecs, randomContainers, streamContainers } from '../../src/core/unpack/registry.ts';
import type { CatalogerFixture } from '../fixtures/cataloger-fixture.ts';
import { catalogLayers } from '../fixtures/tree.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const fixtures = import.meta.glob<{ readonly fixture: CatalogerFixture }>('../fixtures/catalog/*.ts', {
  eager: true,
});

/** `docs/formats.md`: every format that Loupe knows, as the registries have it. */
export async function formatsPage(): Promise<string> {
  const { nesting, entriesPerArchive, expandedPerCase } = DEFAULT_LIMITS;
  return [
    '# Formats',
    'Made from the registries by `npm run docs`; a test holds that it is current. What is not listed here is named, hashed, and said to be not inspected.',
    `Every reader keeps what it read before a fault. Archives are opened ${nesting} deep, with at most ${count(entriesPerArchive)} entries each and ${bytes(expandedPerCase)} unpacked in a case; every limit is named when it is hit.`,
    '## Kinds that are recognized',
    'By their bytes, in this order; a name decides nothing.',
    table(
      ['kind', 'id', 'what becomes of it', 'role', 'usual endings'],
      [...KINDS].map(({ title, id, family, role, extensions }) => [
        title,
        code(id),
        FAMILIES[family] ?? family,
        role,
        extensions.map(code).join(' '),
      ]),
    ),
    '## Compression',
    table(['format', 'id', 'specification', 'test'], [...codecs].map(unpacked)),
    '## Containers',
    'Read at random where a directory tells what is inside, else from front to back in one pass.',
    table(
      ['format', 'id', 'specification', 'test'],
      [...new Map([...randomContainers, ...streamContainers].map((one) => [one.id, one])).values()].map(
        unpacked,
      ),
    ),
    '## Packages and what else is found in files',
    'Paths are in a tree: of an image, of an archive, or a dropped file alone. What a file yields is what its example in the tests gives.',
    ...(await Promise.all([...catalogers].map(catalogerPart))),
    '## Documents that state components, or what is wrong with them',
    table(
      ['format', 'id', 'kinds', 'specification'],
      [...documentReaders].map(({ title, id, kinds, spec }) => [
        title,
        code(id),
        kinds.map(code).join(' '),
        spec,
      ]),
    ),
    '## Envelopes and signatures',
    table(
      ['format', 'id', 'specification'],
      [...JSON_CARRIERS, ...TEXT_CARRIERS].map(({ title, id, spec }) => [title, code(id), spec]),
    ),
    '## Statements inside them',
    table(
      ['statement', 'id'],
      [...PREDICATES].map(({ title, id }) => [title, code(id)]),
    ),
    '',
  ].join('\n\n');
}

const FAMILIES: Readonly<Record<string, string>> = {
  codec: 'decompressed',
  container: 'opened',
  leaf: 'hashed, catalogued',
  document: 'read as a document',
  unsupported: 'named, not inspected',
};

interface Unpacker {
  readonly id: string;
  readonly title: string;
  readonly spec: string;
}

function unpacked({ id, title, spec }: Unpacker): string[] {
  return [title, code(id), spec, code(testOf('unpack', id, 'test/unpack/open-ref.test.ts'))];
}

async function catalogerPart(cataloger: Cataloger): Promise<string> {
  const { id, title, spec, match, needs } = cataloger;
  const { fixture } = fixtures[`../fixtures/catalog/${id.replaceAll('.', '-')}.ts`] ?? {};
  if (fixture === undefined) throw new Error(`the cataloger ${id} has no fixture`);
  const limit =
    needs === 'head'
      ? `the first ${bytes(CATALOG_HEAD)} of a file of any size`
      : needs === 'large'
        ? `read at any size that a case may hold (${bytes(DEFAULT_LIMITS.heldPerCase)})`
        : `up to ${bytes(DEFAULT_LIMITS.parsedNested)} inside an archive, ${bytes(DEFAULT_LIMITS.parsedDropped)} dropped`;
  const rows: (readonly [string, string])[] = [
    ['id', code(id)],
    ['paths', match.globs.map(code).join(' ') || 'none'],
    ...(match.magic === undefined ? [] : [['first bytes', match.magic.map(magic).join(', ')] as const]),
    ['yields', await yields(cataloger, fixture)],
    ['limits', limit],
    ['when damaged', `“${fixture.says}”`],
    ['specification', spec],
    ['test', code(testOf('catalog', id, 'test/catalog/registry.test.ts'))],
  ];
  return `### ${title}\n\n${rows.map(([what, value]) => `- ${what}: ${escapeCell(value)}`).join('\n')}`;
}

/** What the example of a cataloger gives, in words. */
async function yields({ id }: Cataloger, fixture: CatalogerFixture): Promise<string> {
  const { of, readings } = await catalogLayers(fixture.sample, fixture.archive);
  const mine = readings.filter(({ cataloger }) => cataloger === id);
  const found = of(id);
  const types = new Set(
    found.found.map(({ purl, type }) =>
      purl === undefined ? type : `pkg:${purl.slice(4, purl.indexOf('/'))}`,
    ),
  );
  const fields = new Set(found.facts.map(({ field }) => field));
  const ways = new Set(found.relations.map(({ how, kind }) => `${kind} (${how})`));
  const owns = found.owns.length > 0 || mine.some(({ reading }) => reading.owns.length > 0);
  const digests = [...found.owns, ...mine.flatMap(({ reading }) => reading.owns)].some((one) => one.digests);
  const seen = new Set(mine.flatMap(({ reading }) => reading.observations ?? []).map(({ kind }) => kind));
  const parts = [
    types.size === 0 ? '' : `components ${list(types)}`,
    ways.size === 0 ? '' : `relations ${[...ways].sort().join(', ')}`,
    owns ? `the files of a package${digests ? ', with digests to hold them against' : ''}` : '',
    fields.size === 0 ? '' : `facts ${list(fields)}`,
    seen.size === 0 ? '' : `observations ${list(seen)}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'facts about what others find' : parts.join('; ');
}

function list(values: Iterable<string>): string {
  return [...values].sort().map(code).join(' ');
}

function magic(one: string | readonly number[]): string {
  return code(
    typeof one === 'string' ? one : one.map((byte) => byte.toString(16).padStart(2, '0')).join(' '),
  );
}

function testOf(folder: string, id: string, otherwise: string): string {
  const own = `test/${folder}/${id.replaceAll('.', '-')}.test.ts`;
  const first = `test/${folder}/${id.split('.')[0]}.test.ts`;
  return [own, first, otherwise].find((path) => existsSync(resolve(ROOT, path))) ?? otherwise;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => escapeCell(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

function escapeCell(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function code(text: string): string {
  return `\`${text}\``;
}

function count(value: number): string {
  return value.toLocaleString('en');
}

function bytes(value: number): string {
  return value >= 2 ** 30 ? `${value / 2 ** 30} GiB` : `${value / 2 ** 20} MiB`;
}
