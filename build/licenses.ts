import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the licences of bundled packages ask for: name, version, licence and notice of each package that files are from. */
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
  return [...texts]
    .map(([notice, packages]) => `${packages.sort().join('\n')}\n\n${notice}`)
    .sort()
    .join(`\n\n${'-'.repeat(80)}\n\n`);
}

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
