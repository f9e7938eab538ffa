import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { InlineExecutor } from '../../src/cli/inline-executor.ts';
import type { ByteSource, ByteStream } from '../../src/core/base/byte-source.ts';
import { DEFAULT_LIMITS } from '../../src/core/base/limits.ts';
import { Case } from '../../src/core/case/case.ts';
import { imageOf } from '../fixtures/rules.ts';
import { file } from '../fixtures/tar.ts';
import { buildZip } from '../fixtures/zip.ts';
import { inspectFiles } from '../inspect.ts';

const encode = (text: string) => new TextEncoder().encode(text);

/** A document of about 5,500 bytes, and the same in XML. */
const JSON_TEXT = JSON.stringify({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  components: Array.from({ length: 100 }, (_, i) => ({ type: 'library', name: `n${i}`, version: '1' })),
});
const XML_TEXT = `<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1"><components>${Array.from(
  { length: 100 },
  (_, i) => `<component type="library"><name>n${i}</name></component>`,
).join('')}</components></bom>`;

const SIZE = JSON_TEXT.length.toLocaleString('en');

describe('a document beyond the limit', () => {
  test('is not read in part: it is said how long it is, and at which byte the limit lies', async () => {
    const { model, report } = await inspectFiles([{ name: 'bom.json', bytes: encode(JSON_TEXT) }], {
      parsedDropped: 1000,
    });
    expect(model.diagnostics).toMatchObject([
      {
        code: 'limit.parsed-dropped',
        severity: 'error',
        offset: 1000,
        message: `"bom.json" is a CycloneDX SBOM of ${SIZE} bytes, too large to be read as a whole. The limit "parsed-dropped" (1,000) was reached; nothing in it was read.`,
      },
    ]);
    expect([model.documents, model.components]).toEqual([[], []]);
    // Never mistaken for one that was read.
    expect(report().sources).toMatchObject([{ kind: 'cyclonedx-json', notFullyInspected: true }]);
    expect(model.sources[0]?.digests.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test('at the limit it is read', async () => {
    const { model } = await inspectFiles([{ name: 'bom.json', bytes: encode(JSON_TEXT) }], {
      parsedDropped: JSON_TEXT.length,
    });
    expect([model.components.length, model.diagnostics]).toEqual([100, []]);
  });

  test.each<[string, string, Uint8Array, string]>([
    ['XML', 'bom.xml', encode(XML_TEXT), 'limit.parsed-dropped'],
    ['gzip', 'bom.json.gz', gzipSync(JSON_TEXT), 'limit.parsed-dropped'],
    ['a zip', 'a.zip', buildZip([{ name: 'bom.json', content: JSON_TEXT, method: 8 }]), 'limit.parsed'],
    ['a layer', 'a.tar', imageOf([file('sbom/bom.json', JSON_TEXT)]), 'limit.parsed-nested'],
    [
      'gzip in a layer',
      'a.tar',
      imageOf([file('sbom/bom.json.gz', gzipSync(JSON_TEXT, { level: 0 }))]),
      'limit.parsed-nested',
    ],
  ])('%s: so it is there', async (_what, name, bytes, code) => {
    const { model, report } = await inspectFiles([{ name, bytes }], {
      parsedDropped: 1000,
      parsedNested: 1000,
    });
    expect(model.diagnostics.map((one) => one.code)).toContain(code);
    expect(model.diagnostics.every(({ message }) => !/not UTF-8|not well formed/.test(message))).toBe(true);
    expect(model.documents).toEqual([]);
    expect(report().sources.some(({ notFullyInspected }) => notFullyInspected)).toBe(true);
  });
});

/** A text of blanks behind a head, as long as one likes and held nowhere. */
class LongText implements ByteSource {
  readonly size: number;
  readonly #head: Uint8Array<ArrayBuffer>;
  readonly #blanks = new Uint8Array(4 * 2 ** 20).fill(32);

  constructor(size: number, head: string) {
    this.size = size;
    this.#head = encode(head);
  }

  async bytes(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    if (end - start > this.#blanks.length) throw new Error('it was to be read as a whole');
    const out = new Uint8Array(end - start).fill(32);
    out.set(this.#head.subarray(start, end));
    return out;
  }

  slice(): ByteSource {
    throw new Error('nobody needs a part of it');
  }

  async *#chunks(): AsyncGenerator<Uint8Array> {
    yield this.#head;
    for (let at = this.#head.length; at < this.size; at += this.#blanks.length)
      yield this.#blanks.subarray(0, this.size - at);
  }

  stream(): ByteStream {
    return this.#chunks();
  }
}

test('a text longer than an engine can hold is said to be that, not to be wrong, whatever the limit', async () => {
  const text = new LongText(2 ** 29 - 20, JSON_TEXT);
  const loupe = new Case(
    new InlineExecutor(new Map([['f', text]])),
    () => 0,
    () => undefined,
    { ...DEFAULT_LIMITS, parsedDropped: 2 ** 40 },
  );
  loupe.add([{ key: 'f', name: 'bom.json', size: text.size }]);
  await loupe.settled();
  expect(loupe.model.diagnostics).toMatchObject([
    {
      code: 'document.too-long',
      offset: 2 ** 29 - 24,
      message:
        '"bom.json" is a CycloneDX SBOM of 536,870,892 bytes, too large to be read as a whole. No text of more than 536,870,888 characters can be held; nothing of it was read.',
    },
  ]);
  expect(loupe.model.documents).toEqual([]);
}, 120_000);
