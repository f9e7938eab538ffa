import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { findingsOf } from '../../src/core/flag/findings.ts';
import { imageOf } from '../fixtures/rules.ts';
import { file } from '../fixtures/tar.ts';
import { inspectFiles } from '../inspect.ts';

const npm = (name: string, license: string) =>
  file(`app/node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', license }));

function sbom(...components: readonly { readonly name: string; readonly license?: string }[]): Uint8Array {
  return encodeUtf8(
    JSON.stringify({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      version: 1,
      metadata: { component: { type: 'container', name: 'planted:1', 'bom-ref': 'root' } },
      components: components.map(({ name, license }) => ({
        type: 'library',
        name,
        version: '1.0.0',
        purl: `pkg:npm/${name}@1.0.0`,
        'bom-ref': name,
        ...(license === undefined ? {} : { licenses: [{ license: { id: license } }] }),
      })),
    }),
  );
}

async function said(document: Uint8Array) {
  const image = imageOf([npm('aaa', 'MIT'), npm('bbb', 'MIT')]);
  const { model } = await inspectFiles([
    { name: 'planted.tar', bytes: image },
    { name: 'planted.cdx.json', bytes: document },
  ]);
  return findingsOf(model)
    .filter(({ rule }) => rule.startsWith('sbom.') || rule === 'integrity.sbom')
    .map(({ rule, title, evidence }) => ({ rule, title, names: evidence.map(({ label }) => label) }));
}

describe('an SBOM held against the image it describes', () => {
  it('says nothing where they agree', async () => {
    expect(await said(sbom({ name: 'aaa' }, { name: 'bbb' }))).toEqual([]);
  });

  it('names what is there and not claimed', async () => {
    expect(await said(sbom({ name: 'aaa' }))).toEqual([
      {
        rule: 'sbom.shadow',
        title: '1 component in "planted.tar" is not in "planted.cdx.json".',
        names: ['bbb 1.0.0'],
      },
    ]);
  });

  it('names what is claimed and not there', async () => {
    expect(await said(sbom({ name: 'aaa' }, { name: 'bbb' }, { name: 'ghost' }))).toEqual([
      {
        rule: 'sbom.ghost',
        title: '1 component that "planted.cdx.json" claims was not found in "planted.tar".',
        names: ['ghost 1.0.0'],
      },
    ]);
  });

  it('names what both have and disagree about', async () => {
    expect(await said(sbom({ name: 'aaa', license: 'GPL-3.0-only' }, { name: 'bbb' }))).toEqual([
      {
        rule: 'integrity.sbom',
        title: '"planted.cdx.json" and "planted.tar" disagree about 1 component.',
        names: ['aaa 1.0.0'],
      },
    ]);
  });
});
