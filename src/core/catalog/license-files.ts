import { decodeUtf8Lossy } from '../base/bytes.ts';
import { type LicenseFinding, LicenseTextIndex, type LicenseTexts } from '../base/license-text.ts';
import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { parseDeb822 } from './deb822.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger } from './types.ts';

/** What is looked at of a file: no license is longer, and collections of them are looked at as far as this. */
const MOST_CHARACTERS = 2 ** 20;
/** Names told of one file. */
const MOST_NAMES = 200;

/**
 * License texts, notices and copyright files. They give no component, but observations: `license.file` (that it is one,
 * and how much of it was recognized), `license.text` (a text of SPDX's list, word for word), `license.stated` (a name or
 * expression in a field for it) and `license.referred` (Debian's common licenses). What is not recognized is not named.
 */
export const licenseFiles: Cataloger = {
  id: 'license.files',
  title: 'License texts and notices',
  spec: 'SPDX 3.0.1, annex C (matching guidelines) and annex E (SPDX-License-Identifier); Debian copyright-format 1.0',
  match: {
    globs: [
      '**/{LICENSE,LICENCE,License,Licence,license,licence,UNLICENSE}*',
      '**/{COPYING,Copying,copying,COPYRIGHT,Copyright,NOTICE,Notice}*',
      '**/{copyright,notice,NOTICES,notice.txt,notice.md,MIT-LICENSE,MIT-LICENSE.txt,MIT-LICENSE.md}',
      '**/{THIRD-PARTY,THIRD_PARTY,ThirdParty,third-party-licenses,third_party_licenses}*',
      'usr/share/licenses/**',
    ],
  },
  needs: 'bytes',
  async read(file): Promise<Reading> {
    const out = new ReadingBuilder(file);
    const kind = kindOf(file.path);
    if (kind === undefined) return out.done();
    if (file.bytes.subarray(0, 1024).includes(0)) {
      const name = displayName(file.path);
      out.fault(
        'license.binary',
        'info',
        `"${name}" is called like a license text and is no text; it is not read.`,
      );
      return out.done();
    }
    const whole = decodeUtf8Lossy(file.bytes);
    const text = whole.slice(0, MOST_CHARACTERS);
    if (whole.length > text.length) {
      const name = displayName(file.path);
      const most = MOST_CHARACTERS.toLocaleString('en');
      out.fault(
        'license.long',
        'info',
        `"${name}" is long: ${most} characters of it were looked at for licenses.`,
      );
    }
    if (text.trim() === '') return out.done();
    const index = await texts();
    const found = index.find(text);
    out.observe({ kind: 'license.file', detail: fileDetail(kind, found) });
    const lines = new Lines(text);
    for (const { ids, start } of found.found)
      out.observe({ kind: 'license.text', detail: ids.join(' | '), pointer: lines.at(start) });
    const stated = isDep5(text) ? fieldsOf(text) : tagsOf(text, lines);
    for (const [name, pointer] of stated.slice(0, MOST_NAMES))
      out.observe({ kind: 'license.stated', detail: name, pointer });
    if (!isDep5(text))
      for (const [name, pointer] of referred(text, lines).slice(0, MOST_NAMES))
        out.observe({ kind: 'license.referred', detail: name, pointer });
    return out.done();
  },
};

export type LicenseFileKind = 'license' | 'notice' | 'copyright';

/** Code that is called like a license file is none. */
const CODE =
  /\.(?:[cm]?[jt]sx?|json5?|map|py[co]?|java|class|kt|rb|go|rs|cc?|cpp|hh?|cs|php|pl|sh|xml|ya?ml|toml|css|svg|png|gif|ico|gz|xz|zst|zip|mo|po|sqlite|db)$/i;

function kindOf(path: string): LicenseFileKind | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (CODE.test(name)) return undefined;
  if (/^(?:notice|third)/i.test(name)) return 'notice';
  return /^copyright/i.test(name) ? 'copyright' : 'license';
}

function fileDetail(kind: LicenseFileKind, { recognized, words }: LicenseFinding): string {
  return `${kind}, ${recognized} of ${words} words recognized`;
}

/** What a `license.file` says. */
export function readFileDetail(detail: string): {
  readonly kind: LicenseFileKind;
  readonly recognized: number;
  readonly words: number;
} {
  const [, kind, recognized, words] = /^(notice|copyright|license), (\d+) of (\d+) /.exec(detail) ?? [];
  return {
    kind: kind === 'notice' || kind === 'copyright' ? kind : 'license',
    recognized: Number(recognized ?? 0),
    words: Number(words ?? 0),
  };
}

let made: Promise<LicenseTextIndex> | undefined;

/** Unpacked when the first license file is met. Our own build wrote it. */
function texts(): Promise<LicenseTextIndex> {
  made ??= import('loupe:license-texts').then(
    (module) => new LicenseTextIndex(JSON.parse(module.default) as LicenseTexts),
  );
  return made;
}

type Named = readonly [name: string, pointer: string];

/** Numbers lines as far as they are asked for, which is in order or nearly so. */
class Lines {
  readonly #text: string;
  #offset = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  at(offset: number): string {
    if (offset < this.#offset) {
      this.#offset = 0;
      this.#line = 1;
    }
    for (let next = this.#text.indexOf('\n', this.#offset); next >= 0 && next < offset; ) {
      this.#line++;
      this.#offset = next + 1;
      next = this.#text.indexOf('\n', this.#offset);
    }
    return `line ${this.#line}`;
  }
}

/** Debian's machine-readable copyright file, which says so in its first field. */
function isDep5(text: string): boolean {
  return /^Format(?:-Specification)?:\s*\S*(?:copyright-format|dep5|dep-5)/im.test(text.slice(0, 2000));
}

/** The first line of every `License` field: short names of copyright-format 1.0, joined by `and` and `or`. */
function fieldsOf(text: string): Named[] {
  const names = new Map<string, string>();
  for (const { fields, line } of parseDeb822(text)) {
    const [name = ''] = (fields.get('license') ?? '').split('\n');
    if (name.trim() !== '' && !names.has(name.trim())) names.set(name.trim(), `line ${line}`);
  }
  return [...names];
}

function tagsOf(text: string, lines: Lines): Named[] {
  return matches(text, /SPDX-License-Identifier:[ \t]*([^\n*]{1,200})/g, lines);
}

function referred(text: string, lines: Lines): Named[] {
  return matches(text, /\/usr\/share\/common-licenses\/([A-Za-z0-9.+-]{1,40})/g, lines);
}

function matches(text: string, pattern: RegExp, lines: Lines): Named[] {
  const names = new Map<string, string>();
  for (const match of text.matchAll(pattern)) {
    const name = (match[1] ?? '').trim().replace(/[.,;]+$/, '');
    if (name !== '' && !names.has(name) && names.size < MOST_NAMES) names.set(name, lines.at(match.index));
  }
  return [...names];
}
