import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/core/base/limits.ts';
import { readXml, type XmlElement } from '../../src/core/base/xml.ts';
import { documentReaderOf } from '../../src/core/sbom/registry.ts';
import { sniff } from '../../src/core/sniff/sniff.ts';
import { HEAD_BYTES } from '../../src/core/sniff/types.ts';
import { corpusBytes, corpusPath, describeCorpus, hasCorpus } from '../corpus.ts';

interface Row {
  readonly path: string;
  readonly format: string;
  readonly components: number;
  readonly relations: number;
}

/** Rows of the corpus that state counts, of the formats read here. */
const rows: readonly Row[] = !hasCorpus
  ? []
  : readFileSync(corpusPath('sbom', 'manifest.tsv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .flatMap((line) => {
        const [path = '', , format = '', components = '', relations = ''] = line.split('\t');
        const counted = /^(?:CycloneDX [\d.]+ (?:JSON|XML)|Syft JSON)/.test(format) && components !== '';
        return counted && existsSync(corpusPath('sbom', path))
          ? [{ path, format, components: Number(components), relations: Number(relations) }]
          : [];
      });

async function read(path: string) {
  const bytes = corpusBytes('sbom', ...path.split('/'));
  const { row } = sniff(bytes.subarray(0, HEAD_BYTES), path, bytes.length);
  const found = await documentReaderOf(row.id)?.read({ name: path, bytes, limits: DEFAULT_LIMITS });
  if (found === undefined) throw new Error(`${row.id} has no reader`);
  return { bytes, document: found.document };
}

describeCorpus('counts of the corpus', () => {
  test('speaks of more than 850 documents', () => {
    expect(rows.length).toBeGreaterThan(850);
  });

  // There the described root is not counted.
  test.each(rows.filter(({ format }) => /^CycloneDX .* JSON/.test(format)))(
    '$path states $components components and $relations relations',
    async ({ path, components, relations }) => {
      const { bytes, document } = await read(path);
      const json = JSON.parse(new TextDecoder().decode(bytes)) as { metadata?: { component?: unknown } };
      const root = json.metadata?.component === undefined ? 0 : 1;
      expect(document.counts).toEqual({ components: components + root, relations });
    },
  );

  test.each(rows.filter(({ format }) => format.startsWith('Syft')))(
    '$path states $components components and $relations relations',
    async ({ path, components, relations }) => {
      expect((await read(path)).document.counts).toEqual({ components, relations });
    },
  );

  // There every <component> and every `<dependency ` is counted, those of tools and pedigrees included.
  test.each(rows.filter(({ format }) => format.endsWith('XML')))(
    '$path has $components component elements and $relations dependency elements',
    async ({ path, components, relations }) => {
      const { bytes, document } = await read(path);
      const { root } = readXml(bytes, DEFAULT_LIMITS);
      const elements = root === undefined ? [] : below(root);
      const named = (name: string) => elements.filter(({ element }) => element.name === name);
      const stated = named('component').filter(({ within }) =>
        /^bom(?:\/metadata|(?:\/metadata\/component)?(?:\/components(?:\/component)?)*)$/.test(within),
      );
      expect(named('component')).toHaveLength(components);
      expect(document.counts.components).toBe(stated.length);
      const dependencies = named('dependency').filter(({ within }) => within.startsWith('bom/dependencies'));
      const heads = dependencies.filter(({ within }) => within === 'bom/dependencies');
      const provided = named('provides').filter(({ within }) => within.startsWith('bom/dependencies')).length;
      expect(document.counts.relations).toBe(dependencies.length - heads.length + provided);
      expect(new TextDecoder().decode(bytes).match(/<dependency\s/g) ?? []).toHaveLength(relations);
    },
  );
});

function below(root: XmlElement): { readonly element: XmlElement; readonly within: string }[] {
  const out: { element: XmlElement; within: string }[] = [];
  const open = root.children.map((element) => ({ element, within: root.name }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    out.push(next);
    const within = `${next.within}/${next.element.name}`;
    for (const element of next.element.children) open.push({ element, within });
  }
  return out;
}
