import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BUILT_FILE } from './chromium.ts';

/** A copy of the delivered file without policy and guard: what the defences are held against. */
export interface OpenCopy {
  readonly url: string;
  remove(): void;
}

export function openCopy(): OpenCopy {
  const html = readFileSync(BUILT_FILE, 'utf8');
  const open = html
    .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
    .replace(/<script>[\s\S]*?<\/script>/, '');
  if (open.length > html.length - 2000)
    throw new Error('policy and guard are not where this test looks for them');
  const folder = mkdtempSync(join(tmpdir(), 'loupe-open-'));
  const file = join(folder, 'open.html');
  writeFileSync(file, open);
  return { url: pathToFileURL(file).href, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
