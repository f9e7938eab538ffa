import { expect, it } from 'vitest';
import { corpusBytes, describeCorpus, hasCorpus } from '../corpus.ts';
import { type Inspected, inspectFiles } from '../inspect.ts';

interface Row {
  readonly path: string;
  readonly expect: 'error' | 'partial' | 'limit' | 'warn' | 'inert' | 'invalid' | 'valid';
  readonly note: string;
}

/** Documents that state something. A bare JSON or XML text states nothing, and is a file of text like any other. */
const PARTS = /^gen\/(?:json|xml|sbom)\//;

const rows: Row[] = hasCorpus
  ? (JSON.parse(new TextDecoder().decode(corpusBytes('hostile', 'gen', 'manifest.json'))) as Row[]).filter(
      ({ path }) => PARTS.test(path),
    )
  : [];

/** What must be told of some of them. */
const TOLD: Readonly<Record<string, readonly string[]>> = {
  'gen/json/dup-keys.json': ['json.duplicate-key'],
  'gen/json/bom-utf8.json': ['json.byte-order-mark'],
  'gen/xml/billion-laughs.xml': ['xml.doctype'],
  'gen/xml/xxe-http.xml': ['xml.doctype'],
  'gen/xml/xxe-param.xml': ['xml.doctype'],
  'gen/sbom/dup-bomref.cdx.json': ['document.duplicate-identifier'],
  'gen/sbom/nested-components-30k.cdx.json': ['limit.json-depth'],
};

describeCorpus('generated attacks on documents, through the whole engine', () => {
  it.each(rows)(
    '$path: $expect ($note)',
    async (row) => {
      const bytes = corpusBytes('hostile', ...row.path.split('/'));
      const name = row.path.slice(row.path.lastIndexOf('/') + 1);
      const inspected = await inspectFiles([{ name, bytes }]);
      const { model } = inspected;
      expect(inspected.case.state.phase).toBe('done');
      expect(model.diagnostics.map(({ code }) => code)).not.toContain('job.interrupted');
      expect(Object.prototype).not.toHaveProperty('polluted');
      const [document] = model.documents;
      // What is no document states nothing; what is one and wrong is never valid.
      if (row.expect === 'error') expect(document?.valid).not.toBe(true);
      if (document !== undefined && document.valid !== true)
        expect(document.errors.length + model.diagnostics.length).toBeGreaterThan(0);
      expect(codes(inspected)).toEqual(expect.arrayContaining([...(TOLD[row.path] ?? [])]));
      expect(JSON.parse(JSON.stringify(inspected.report())).sources.length).toBeGreaterThan(0);
    },
    60_000,
  );
});

function codes({ model }: Inspected): string[] {
  return model.diagnostics.map(({ code }) => code);
}
