import { decodeUtf8Lossy } from '../base/bytes.ts';
import { linesOf } from '../base/lines.ts';
import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { listStated } from './list-package.ts';
import { ReadingBuilder } from './reading-builder.ts';
import { gemPurl } from './ruby-gemspec.ts';
import type { Cataloger } from './types.ts';
import { unmetFaults } from './unmet.ts';

/** What Bundler locked: gems, where they come from, and the edges among them. */
export const gemfileLock: Cataloger = {
  id: 'gemfile.lock',
  title: 'Bundler lockfile',
  spec: 'bundler.io: Gemfile.lock',
  match: { globs: ['**/Gemfile.lock', '**/gems.locked'] },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const gems = listGems(out, decodeUtf8Lossy(file.bytes));
    if (gems === undefined) {
      out.fault(
        'gemfile.lock',
        'error',
        `"${displayName(file.path)}" has no section of gems; it is no Bundler lockfile.`,
      );
      return out.done();
    }
    let unmet = 0;
    for (const { from, name, constraint } of gems.asked) {
      const to = gems.byName.get(name);
      if (to === undefined) unmet++;
      else {
        const asked = constraint === '' ? {} : { asked: constraint };
        out.relate({
          from,
          to,
          kind: 'dependsOn',
          scope: 'runtime',
          rawKind: 'specs',
          how: 'stated',
          ...asked,
        });
      }
    }
    const whose = `of gems in "${displayName(file.path)}"`;
    for (const one of unmetFaults('gemfile.unmet', unmet, whose, 'in it')) out.report(one);
    return out.done();
  },
};

interface Gems {
  /** Of platform variants the first. */
  readonly byName: ReadonlyMap<string, string>;
  readonly asked: readonly { readonly from: string; readonly name: string; readonly constraint: string }[];
}

/** Sections that hold gems, in `specs:` at four spaces, what each needs at six. */
const SOURCES = new Set(['GEM', 'GIT', 'PATH', 'PLUGIN SOURCE']);

function listGems(out: ReadingBuilder, text: string): Gems | undefined {
  const byName = new Map<string, string>();
  const asked: { from: string; name: string; constraint: string }[] = [];
  let section = '';
  let sources = 0;
  let remote = '';
  let from: string | undefined;
  let line = 0;
  for (const full of linesOf(text)) {
    line++;
    if (out.full) break;
    const pointer = `line ${line}`;
    if (/^[A-Z]/.test(full)) {
      section = full.trim();
      remote = '';
      if (SOURCES.has(section)) sources++;
      continue;
    }
    const [, indent = '', name = '', more = ''] =
      /^( {2,6})([^\s()!]+)!?(?: \(([^()]*)\))?!?(?:\s.*)?$/.exec(full) ?? [];
    if (name === '') continue;
    if (SOURCES.has(section)) {
      if (name === 'remote:' || name === 'revision:')
        remote = [remote, full.trim().slice(name.length + 1)].join(' ').trim();
      else if (indent.length === 4 && more !== '')
        from = listGem(out, byName, name, more, { section, remote, pointer });
      else if (indent.length === 6 && from !== undefined) asked.push({ from, name, constraint: more });
    } else if (section === 'DEPENDENCIES') {
      const ref = byName.get(name);
      if (ref !== undefined) out.fact(ref, 'direct', 'yes', { pointer });
    } else if (section === 'CHECKSUMS') {
      const ref = byName.get(name);
      const sum = / sha256=([0-9a-f]{64})(?:,|$)/.exec(full)?.[1];
      if (ref !== undefined && sum !== undefined) out.fact(ref, 'integrity', `sha256:${sum}`, { pointer });
    }
  }
  return sources === 0 ? undefined : { byName, asked };
}

function listGem(
  out: ReadingBuilder,
  byName: Map<string, string>,
  name: string,
  versionAndPlatform: string,
  {
    section,
    remote,
    pointer,
  }: { readonly section: string; readonly remote: string; readonly pointer: string },
): string | undefined {
  const dash = versionAndPlatform.indexOf('-');
  const version = dash < 0 ? versionAndPlatform : versionAndPlatform.slice(0, dash);
  const platform = dash < 0 ? undefined : versionAndPlatform.slice(dash + 1);
  const ref = `${out.path}#${pointer}`;
  if (!listStated(out, { ref, name, version, purl: gemPurl(name, version, platform), pointer }))
    return undefined;
  if (!byName.has(name)) byName.set(name, ref);
  out.fact(ref, section === 'PATH' ? 'install-path' : 'download-url', remote, { pointer });
  return ref;
}
