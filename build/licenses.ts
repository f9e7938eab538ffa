import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedData } from '../src/core/flag/shipped-data.ts';

/** What the licences of bundled packages ask for: name, version, licence and notice of each package that files are from, and of data. */
export function licensesOf(files: Iterable<string>): string {
  const folders = new Set<string>();
  for (const file of files) {
    const folder = /^(?:.*[\\/])?node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(
      file.replace(/[?\0].*$/, ''),
    )?.[0];
    if (folder !== undefined && existsSync(join(folder, 'package.json'))) folders.add(folder);
  }
  const texts = new Map<string, string[]>();
  for (const folder of folders) {
    const { name, version, license } = manifestOf(folder);
    const notice = noticeOf(folder);
    texts.set(notice, [...(texts.get(notice) ?? []), `${name} ${version} (${license})`]);
  }
  for (const one of shippedData) {
    const notice = noticeOfData(one);
    texts.set(notice, [
      ...(texts.get(notice) ?? []),
      `${one.title}, ${one.released.slice(0, 10)} (${one.license})`,
    ]);
  }
  return [...texts]
    .map(([notice, packages]) => `${packages.sort().join('\n')}\n\n${notice}`)
    .sort()
    .join(`\n\n${'-'.repeat(80)}\n\n`);
}

/** The terms of data that tables are made of: none is a package. */
function noticeOfData({ license, copyright, url }: (typeof shippedData)[number]): string {
  const head = `Facts taken from ${url}\n${copyright}`;
  return license === 'MIT' ? `${head}\n\n${MIT}` : `${head}\nSPDX-License-Identifier: ${license}`;
}

const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

function manifestOf(folder: string): { name: string; version: string; license: string } {
  const read: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const field = (key: string) => {
    const value: unknown = read !== null && typeof read === 'object' ? Reflect.get(read, key) : undefined;
    return typeof value === 'string' ? value : 'not stated';
  };
  return { name: field('name'), version: field('version'), license: field('license') };
}

function noticeOf(folder: string): string {
  const file = readdirSync(folder)
    .filter((name) => /^(?:licen[cs]e|copying|notice)/i.test(name))
    .sort()[0];
  return file === undefined
    ? 'The package holds no licence text of its own.'
    : readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim();
}
