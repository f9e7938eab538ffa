import { describe, expect, test } from 'vitest';
import { gzipMember } from '../fixtures/gzip.ts';
import { SPDX_DOCUMENT, spdxPackage } from '../fixtures/spdx.ts';
import { file, tar } from '../fixtures/tar.ts';
import { buildZip } from '../fixtures/zip.ts';
import { inspectFiles } from '../inspect.ts';

const little = (text: string) => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
const big = (text: string) => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le').swap16());

const CYCLONEDX = JSON.stringify({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  components: [{ type: 'library', name: 'ä\u{1f600}', version: '1' }],
});
const SPDX = JSON.stringify({ ...SPDX_DOCUMENT, packages: [spdxPackage('ä\u{1f600}')] });
const XML =
  '<?xml version="1.0" encoding="UTF-16"?><bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1"><components><component type="library"><name>ä\u{1f600}</name></component></components></bom>';
const TAGS =
  'SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\nSPDXID: SPDXRef-DOCUMENT\nDocumentName: x\nDocumentNamespace: https://example.org/x\nCreator: Tool: t-1\nCreated: 2026-01-01T00:00:00Z\n\nPackageName: ä\u{1f600}\nSPDXID: SPDXRef-a\nPackageDownloadLocation: NOASSERTION\n';
const YAML =
  'spdxVersion: SPDX-2.3\nSPDXID: SPDXRef-DOCUMENT\nname: x\npackages:\n- name: ä\u{1f600}\n  SPDXID: SPDXRef-a\n  downloadLocation: NOASSERTION\n';

const PLACES: readonly [string, (name: string, bytes: Uint8Array) => readonly [string, Uint8Array]][] = [
  ['dropped', (name, bytes) => [name, bytes]],
  ['in a tar', (name, bytes) => ['a.tar', tar([file(`d/${name}`, bytes)])]],
  ['in a zip', (name, bytes) => ['a.zip', buildZip([{ name, content: bytes }])]],
  ['compressed', (name, bytes) => [`${name}.gz`, gzipMember(bytes)]],
];

describe.each(PLACES)('a document in UTF-16, %s', (_place, at) => {
  test.each([
    ['bom.cdx.json', CYCLONEDX, false],
    ['bom.spdx.json', SPDX, false],
    ['bom.cdx.xml', XML, true],
    ['bom.spdx', TAGS, true],
    ['bom.spdx.yaml', YAML, undefined],
  ])('%s is read, and told of where its format asks for UTF-8', async (name, text, valid) => {
    for (const bytes of [little(text), big(text)]) {
      const [dropped, content] = at(name, bytes);
      const { model } = await inspectFiles([{ name: dropped, bytes: content }]);
      expect(model.components.map((one) => one.name)).toEqual(['ä\u{1f600}']);
      expect(model.diagnostics.map(({ code }) => code)).toEqual(
        name.endsWith('.xml') ? [] : ['document.utf-16'],
      );
      if (valid !== undefined) expect(model.documents[0]?.valid).toBe(valid);
    }
  });
});

test('JSON in UTF-16 is no valid document, and says why first', async () => {
  const { model } = await inspectFiles([{ name: 'bom.cdx.json', bytes: little(CYCLONEDX) }]);
  expect(model.documents[0]?.errors).toEqual([
    {
      code: 'json.encoding',
      pointer: '',
      message: 'It is in UTF-16: JSON that is exchanged is in UTF-8 (RFC 8259, section 8.1).',
    },
  ]);
});

test('what begins as UTF-16 and is none is not guessed at', async () => {
  const cut = little(CYCLONEDX).subarray(0, -1);
  const lone = little(CYCLONEDX.replace('ä', '\ud800'));
  for (const bytes of [cut, lone]) {
    const { model } = await inspectFiles([{ name: 'bom.cdx.json', bytes }]);
    expect(model.components).toEqual([]);
    expect(model.diagnostics.map(({ code }) => code)).toEqual(['json.encoding']);
  }
});
