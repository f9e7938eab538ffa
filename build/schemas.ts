import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { _, Ajv, type CodeKeywordDefinition, type KeywordCxt } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import type { Plugin } from 'vite';
import { formats } from '../src/core/sbom/schema-formats.ts';
import { uniqueItems as uniqueOf } from '../src/core/sbom/unique-items.ts';
import { xsdTables } from './xsd-tables.ts';

const MODULE = 'loupe:cyclonedx-schemas';
const XSD_MODULE = 'loupe:cyclonedx-xsd';
const XML_VERSIONS = ['1.0', '1.1', '1.2', '1.3', '1.4', '1.5', '1.6', '1.7'] as const;
const VERSIONS = ['1.2', '1.3', '1.4', '1.5', '1.6', '1.7'] as const;
const SHARED = ['jsf-0.82', 'spdx', 'cryptography-defs'] as const;
/** The schemas that come with CycloneDX's own library, the newest patch of each. */
const SCHEMAS = join(import.meta.dirname, '../node_modules/@cyclonedx/cyclonedx-library/res/schema');
const HOME = 'http://cyclonedx.org/schema/';

/**
 * `import('loupe:cyclonedx-xsd')` gives the XML schemas as tables; `import('loupe:cyclonedx-schemas')` gives one function for each CycloneDX schema, compiled here, so that nothing is
 * compiled where the page's policy forbids it. Messages are left out: they are put together from keyword and parameters
 * where they are told (`sbom/schema-errors.ts`).
 */
export function schemas(): Plugin {
  const made = new Map<string, string>();
  const makers: Readonly<Record<string, () => string>> = { [MODULE]: compile, [XSD_MODULE]: tables };
  return {
    name: 'loupe:schemas',
    resolveId: (source) => (Object.hasOwn(makers, source) ? `\0${source}` : null),
    load(id) {
      const make = id.startsWith('\0') ? makers[id.slice(1)] : undefined;
      if (make === undefined) return null;
      const code = made.get(id) ?? make();
      made.set(id, code);
      return { code, map: null };
    },
  };
}

/** The XML schemas as tables, in one compressed text: they say much the same, version after version. */
function tables(): string {
  const all = XML_VERSIONS.map(
    (version) => [version, xsdTables(SCHEMAS, `bom-${version}.SNAPSHOT.xsd`)] as const,
  );
  const text = deflateSync(JSON.stringify(Object.fromEntries(all)), { level: 9 }).toString('base64');
  return `export default ${JSON.stringify(text)};\n`;
}

function compile(): string {
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    // 1e309 is read as infinity, which is no number of JSON.
    strictNumbers: true,
    messages: false,
    // One function for each definition, not one copy of it for each use.
    inlineRefs: false,
    code: { source: true, esm: true, optimize: 2, formats: _`formats` },
    formats,
  });
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword(uniqueItems);
  for (const name of SHARED)
    ajv.addSchema(read(`${name}.SNAPSHOT.schema.json`), `${HOME}${name}.SNAPSHOT.schema.json`);
  const names: Record<string, string> = {};
  for (const version of VERSIONS) {
    const strict = version === '1.2' || version === '1.3' ? '-strict' : '';
    const key = `cyclonedx-${version}`;
    ajv.addSchema({ ...read(`bom-${version}${strict}.SNAPSHOT.schema.json`), $id: `${HOME}${key}` }, key);
    names[`v${version.replace('.', '_')}`] = key;
  }
  return withImports(standaloneCode(ajv, names));
}

/** Where in the schema a rule stands is nothing to tell anybody; and how an error is kept is said once, not at each. */
const SCHEMA_PATH = /schemaPath:"(?:[^"\\]|\\.)*",/g;
const TELL = /if\(vErrors === null\)\{vErrors = \[(err\d+)\];\}else \{vErrors\.push\(\1\);\}errors\+\+;/g;
const TOLD = 'const told = (all, one) => { if (all === null) return [one]; all.push(one); return all; };\n';

const OURS = `import { formats } from '/src/core/sbom/schema-formats.ts';
import { uniqueItems } from '/src/core/sbom/unique-items.ts';
`;

/** Two equal items; not ajv's own, which holds every item against every other. */
const uniqueItems: CodeKeywordDefinition = {
  keyword: 'uniqueItems',
  type: 'array',
  schemaType: 'boolean',
  code(context: KeywordCxt) {
    const unique = context.gen.scopeValue('func', { ref: uniqueOf, code: _`uniqueItems` });
    context.fail(_`!${unique}(${context.data})`);
  },
};

function read(name: string): Record<string, unknown> {
  const schema: unknown = JSON.parse(readFileSync(join(SCHEMAS, name), 'utf8'));
  if (typeof schema !== 'object' || schema === null) throw new Error(`${name} is no schema`);
  return Object.fromEntries(Object.entries(bare(schema)));
}

/** Schemas by name: their keys are the document's, whatever they are called. */
const NAMED = new Set(['properties', 'patternProperties', 'definitions', '$defs', 'dependencies']);
const WORDS = new Set(['title', 'description', 'examples', 'meta:enum', '$comment', 'default', 'deprecated']);

/** A schema without what is there for people: half of it, and none of it decides. */
function bare(schema: object): object {
  if (Array.isArray(schema)) return schema.map((one: unknown) => (isObject(one) ? bare(one) : one));
  return Object.fromEntries(
    Object.entries(schema).flatMap(([key, value]: [string, unknown]) => {
      if (WORDS.has(key)) return [];
      if (!isObject(value) || key === 'enum' || key === 'const') return [[key, value]];
      if (!NAMED.has(key)) return [[key, bare(value)]];
      const named = Object.entries(value).map(([name, one]: [string, unknown]) => [
        name,
        isObject(one) ? bare(one) : one,
      ]);
      return [[key, Object.fromEntries(named)]];
    }),
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** What the compiled code takes from ajv at run time, imported as a module does. */
function withImports(code: string): string {
  const imports = new Map<string, string>();
  const body = code.replace(
    /require\("([^"]+)"\)(\.default)?/g,
    (_whole, path: string, byDefault?: string) => {
      const name = imports.get(path) ?? `imported${imports.size}`;
      imports.set(path, name);
      return byDefault === undefined ? name : `(${name}.default ?? ${name})`;
    },
  );
  const short = body.replace(SCHEMA_PATH, '').replace(TELL, 'vErrors=told(vErrors,$1);errors++;');
  if (/schemaPath:"/.test(short) || /vErrors\.push\(err/.test(short))
    throw new Error('ajv writes its errors in a way not known here');
  const lines = [...imports].map(([path, name]) => `import ${name} from ${JSON.stringify(`${path}.js`)};\n`);
  return `${OURS}${lines.join('')}${TOLD}${short}`;
}
