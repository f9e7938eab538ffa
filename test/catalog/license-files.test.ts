import { describe, expect, test } from 'vitest';
import { licenseFiles, readFileDetail } from '../../src/core/catalog/license-files.ts';
import { LICENSE_FILES, MIT, spdxText } from '../fixtures/catalog/license-files.ts';

async function seen(path: string, text: string | Uint8Array): Promise<string[]> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : new Uint8Array(text);
  const { observations = [] } = await licenseFiles.read({ path, size: bytes.length, bytes });
  return observations.map(({ kind, detail, pointer }) =>
    [kind, detail, pointer].filter((part) => part !== undefined).join(': '),
  );
}

const of = (path: keyof typeof LICENSE_FILES) => seen(path, LICENSE_FILES[path]);

describe('what a file of licenses holds', () => {
  test('a text of the list, with the line it begins at', async () => {
    expect(await of('app/LICENSE')).toEqual([
      'license.file: license, 160 of 167 words recognized',
      'license.text: MIT: line 5',
    ]);
  });

  test('a notice has nothing that is recognized, and code is no license', async () => {
    expect(await of('app/NOTICE.txt')).toEqual(['license.file: notice, 0 of 8 words recognized']);
    expect(await of('app/license.js')).toEqual([]);
  });

  test("Debian's machine-readable file states names; its short texts are none of the list", async () => {
    expect(await of('usr/share/doc/zlib1g/copyright')).toEqual([
      'license.file: copyright, 0 of 37 words recognized',
      'license.stated: Zlib: line 4',
      'license.stated: GPL-2+ and Expat: line 8',
    ]);
  });

  test('a pointer to a common license of Debian', async () => {
    expect(await of('usr/share/doc/tar/copyright')).toEqual([
      'license.file: copyright, 0 of 11 words recognized',
      'license.referred: GPL-3: line 1',
    ]);
  });

  test('a tag states an expression', async () => {
    expect(await seen('LICENSE', '# SPDX-License-Identifier: MIT OR Apache-2.0\n')).toEqual([
      'license.file: license, 0 of 4 words recognized',
      'license.stated: MIT OR Apache-2.0: line 1',
    ]);
  });

  test('several texts in one file, each at its line', async () => {
    const both = `${MIT}\n${'-'.repeat(20)}\n${spdxText('ISC')}`;
    expect((await seen('LICENSE', both)).slice(1)).toEqual([
      'license.text: MIT: line 5',
      expect.stringMatching(/^license\.text: ISC: line \d+$/),
    ]);
  });

  test('what lies behind the first MiB is not looked at, and that is said', async () => {
    const bytes = new TextEncoder().encode(`${'word '.repeat(250_000)}${MIT}`);
    const { observations = [], diagnostics } = await licenseFiles.read({
      path: 'LICENSE',
      size: bytes.length,
      bytes,
    });
    expect(observations.map(({ kind }) => kind)).toEqual(['license.file']);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      '"LICENSE" is long: 1,048,576 characters of it were looked at for licenses.',
    ]);
  });
});

test('what a license.file says is read back', () => {
  expect(readFileDetail('notice, 3 of 8 words recognized')).toEqual({
    kind: 'notice',
    recognized: 3,
    words: 8,
  });
});
