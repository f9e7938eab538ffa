import { decodeUtf8Lossy } from '../../base/bytes.ts';
import { readJson } from '../../base/json.ts';
import { isJsonObject, own, ownList, ownText } from '../../base/json-shape.ts';
import { linesOf } from '../../base/lines.ts';
import { err, fault, ok, type Result } from '../../base/result.ts';
import { classify } from './classify.ts';
import type { Indicator, IndicatorList } from './types.ts';

const MOST = 1_000_000;
const UNREAD_KEPT = 100;

/**
 * Reads a list of indicators: one a line, CSV with or without a head, or a STIX 2.1 bundle.
 *
 * Faults: `indicators.empty` when nothing in it can be looked for; those of JSON.
 */
export function readIndicators(bytes: Uint8Array): Result<IndicatorList> {
  const draft = new Draft();
  const text = decodeUtf8Lossy(bytes);
  if (/^\s*[{[]/.test(text)) {
    const json = readJson(bytes);
    if (!json.ok) return json;
    readStix(draft, json.value.value);
  } else readLines(draft, text);
  const list = draft.done();
  if (list.indicators.length > 0) return ok(list);
  return err(
    fault(
      'indicators.empty',
      'error',
      'Nothing in it can be looked for: no hash, file name, package or domain.',
    ),
  );
}

class Draft {
  readonly #found = new Map<string, { readonly indicator: Indicator; readonly at: string }>();
  readonly #unread: { readonly at: string; readonly text: string }[] = [];

  add(indicator: Indicator | undefined, at: string, text: string): void {
    if (indicator === undefined) {
      if (this.#unread.length < UNREAD_KEPT) this.#unread.push({ at, text: text.slice(0, 200) });
      return;
    }
    const key = JSON.stringify(indicator);
    if (this.#found.size < MOST && !this.#found.has(key)) this.#found.set(key, { indicator, at });
  }

  done(): IndicatorList {
    return { indicators: [...this.#found.values()], unread: this.#unread };
  }
}

const NAME = /^(?:package|name|package[_ ]?name|component)$/i;
const VERSION = /^(?:versions?|package[_ ]?version|affected[_ ]?versions?)$/i;
const ECOSYSTEM = /^(?:ecosystem|registry|purl[_ ]?type)$/i;
const VALUE =
  /^(?:indicators?|iocs?|values?|hash(?:es)?|sha-?256|sha-?1|sha-?512|md5|file[_ ]?names?|paths?|globs?|domains?|hosts?|urls?|purls?)$/i;

function readLines(draft: Draft, text: string): void {
  let head: readonly string[] | undefined;
  let line = 0;
  let first = true;
  for (const full of linesOf(text)) {
    line++;
    const row = full.replace(/^\ufeff/, '').trim();
    if (row === '' || row.startsWith('#') || row.startsWith('//')) continue;
    const cells = cellsOf(row);
    if (first) {
      first = false;
      if (cells.some((cell) => NAME.test(cell) || VALUE.test(cell))) {
        head = cells;
        continue;
      }
    }
    if (head === undefined) readPlain(draft, row, cells, `line ${line}`);
    else readRow(draft, head, cells, `line ${line}`);
  }
}

/** `name@1.0.0, 1.0.1`: a bare version belongs to the package before it. `name 1.0.0` is a package too. */
function readPlain(draft: Draft, row: string, cells: readonly string[], at: string): void {
  const spaced = /^(@?[a-z0-9][\w./-]{0,200})[ \t]+v?(\d[\w.+-]{0,100})$/i.exec(row);
  if (spaced?.[1] !== undefined && cells.length === 1) {
    draft.add(
      { kind: 'package', name: spaced[1].toLowerCase(), version: spaced[2], ecosystem: undefined },
      at,
      row,
    );
    return;
  }
  let before: string | undefined;
  for (const cell of cells) {
    const bare = /^v?(\d[\w.+-]{0,100})$/.exec(cell)?.[1];
    const found: Indicator | undefined =
      bare !== undefined && before !== undefined
        ? { kind: 'package', name: before, version: bare, ecosystem: undefined }
        : classify(cell);
    if (found?.kind === 'package') before = found.name;
    // Words of explanation may follow what is looked for.
    if (found !== undefined || cell === cells[0]) draft.add(found, at, cell);
  }
}

function readRow(draft: Draft, head: readonly string[], cells: readonly string[], at: string): void {
  const cell = (wanted: RegExp) => cells[head.findIndex((title) => wanted.test(title))]?.trim() ?? '';
  const [name, versions, ecosystem] = [cell(NAME), cell(VERSION), cell(ECOSYSTEM).toLowerCase()];
  if (name !== '') {
    const list = versions.split(/[\s,;|]+/).filter(Boolean);
    for (const version of list.length === 0 ? [undefined] : list) {
      const parts = {
        name: name.toLowerCase(),
        version: version?.replace(/^[v=]+/, ''),
        ecosystem: ecosystem === '' ? undefined : ecosystem,
      };
      draft.add({ kind: 'package', ...parts }, at, name);
    }
  }
  head.forEach((title, i) => {
    const value = cells[i]?.trim() ?? '';
    if (VALUE.test(title) && value !== '') draft.add(classify(value), at, value);
  });
}

/** Cells of a line, by comma, semicolon or tab; quotes keep them in one. */
function cellsOf(row: string): readonly string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (const char of row) {
    if (char === '"') quoted = !quoted;
    else if (!quoted && (char === ',' || char === ';' || char === '\t')) {
      cells.push(cell.trim());
      cell = '';
    } else cell += char;
  }
  return [...cells, cell.trim()].filter((one, i, all) => one !== '' || i < all.length - 1);
}

/** Comparisons of one property with one text; what else a pattern says is not looked for. */
const COMPARISON = /([a-z0-9-]{1,40}):([\w.'"-]{1,80})\s{0,4}=\s{0,4}'((?:[^'\\]|\\.){1,500})'/g;

function readStix(draft: Draft, value: unknown): void {
  if (!isJsonObject(value)) return;
  for (const [i, one] of ownList(value, 'objects').entries()) {
    if (!isJsonObject(one) || own(one, 'type') !== 'indicator') continue;
    const pattern = ownText(one, 'pattern') ?? '';
    const at = `/objects/${i}/pattern`;
    let any = false;
    for (const [, object = '', , text = ''] of pattern.matchAll(COMPARISON)) {
      any = true;
      const word = text.replace(/\\(.)/g, '$1');
      const name = object === 'file' && !/^[0-9a-f]{32,128}$/i.test(word);
      draft.add(name ? { kind: 'file', value: word } : classify(word), at, word);
    }
    if (!any) draft.add(undefined, at, pattern);
  }
}
