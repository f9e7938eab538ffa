import { decodeUtf8Lossy } from '../../base/bytes.ts';
import { readJson } from '../../base/json.ts';
import { linesOf } from '../../base/lines.ts';
import { err, fault, ok, type Result } from '../../base/result.ts';
import { classify, hashesIn, refanged } from './classify.ts';
import { Draft } from './draft.ts';
import { ecosystemOf } from './ecosystem.ts';
import { readStix } from './stix.ts';
import type { Indicator, IndicatorList } from './types.ts';

/**
 * Reads a list of indicators: one a line, CSV with or without a head, a JSON list of texts, or a STIX 2.1 bundle; in
 * UTF-8, or in UTF-16 with a byte order mark.
 *
 * Faults: `indicators.empty` when nothing in it can be looked for; those of JSON.
 */
export function readIndicators(bytes: Uint8Array): Result<IndicatorList> {
  const draft = new Draft();
  const text = textOf(bytes);
  if (/^\s*[{[]/.test(text)) {
    const json = readJson(text);
    if (!json.ok) return json;
    const { value } = json.value;
    if (Array.isArray(value))
      for (const [i, one] of value.entries())
        draft.add(typeof one === 'string' ? classify(one) : [], `/${i}`, String(one));
    else readStix(draft, value);
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

function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return decodeUtf8Lossy(bytes);
}

const NAME = /^(?:package|name|package[_ ]?name|component)$/i;
const VERSION = /^(?:(?:package|affected|compromised|malicious|bad)[_ ]?)?versions?(?:\(s\))?$/i;
const ECOSYSTEM = /^(?:ecosystem|registry|purl[_ ]?type)$/i;
const VALUE =
  /^(?:(?:file|indicator|ioc)[_ ])?(?:indicators?|iocs?|values?|hash(?:es)?|sha-?256|sha-?1|sha-?512|md5|names?|paths?|globs?|domains?|hosts?|urls?|purls?|file[_ ]?names?)(?:[_ ](?:hash|value))?$/i;

function readLines(draft: Draft, text: string): void {
  let head: readonly string[] | undefined;
  let line = 0;
  let first = true;
  for (const full of linesOf(text.replace(/\r(?!\n)/g, '\n'))) {
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
    else readRow(draft, head, cells, row, `line ${line}`);
  }
}

const BARE_VERSION = /^[v=]?(\d[\w.+-]{0,100})$/;
const BARE_NAME = /^@?[a-z0-9][\w./-]{0,200}$/i;

/** `name@1.0.0, 1.0.1` and `name, 1.0.0`: a bare version belongs to the package before it. */
function readPlain(draft: Draft, row: string, cells: readonly string[], at: string): void {
  let before: string | undefined;
  let any = false;
  for (const [i, cell] of cells.entries()) {
    const bare = BARE_VERSION.exec(cell)?.[1];
    const isVersion = bare !== undefined && hashesIn(bare).length === 0;
    let found: readonly Indicator[] = [];
    if (isVersion && before !== undefined)
      found = [{ kind: 'package', name: before, version: bare, ecosystem: undefined }];
    else {
      found = classify(cell);
      const names =
        i === 0 && found.length === 0 && BARE_NAME.test(cell) && BARE_VERSION.test(cells[1] ?? '');
      before = found[0]?.kind === 'package' ? found[0].name : names ? cell.toLowerCase() : undefined;
    }
    // Words of explanation may stand beside what is looked for.
    if (found.length > 0) draft.add(found, at, cell);
    any ||= found.length > 0;
  }
  if (!any) draft.add([], at, cells[0] ?? row);
}

function readRow(
  draft: Draft,
  head: readonly string[],
  cells: readonly string[],
  row: string,
  at: string,
): void {
  const cell = (wanted: RegExp) => cells[head.findIndex((title) => wanted.test(title))]?.trim() ?? '';
  const [name, versions, ecosystem] = [cell(NAME), cell(VERSION), ecosystemOf(cell(ECOSYSTEM))];
  let any = false;
  const add = (found: readonly Indicator[], text: string) => {
    draft.add(found, at, text);
    any = true;
  };
  if (name !== '') {
    const said = classify(name).find((one) => one.kind === 'package');
    const list = versionsOf(versions);
    const isPurl = name.startsWith('pkg:');
    if (said?.version !== undefined) add([said], name);
    else if (list === undefined) add([], row);
    else
      for (const version of list)
        add(
          [
            {
              kind: 'package',
              name: isPurl && said !== undefined ? said.name : refanged(name).toLowerCase(),
              version,
              ecosystem: isPurl ? said?.ecosystem : ecosystem,
            },
          ],
          name,
        );
  }
  head.forEach((title, i) => {
    const value = cells[i]?.trim() ?? '';
    if (value === '' || NAME.test(title) || VERSION.test(title) || ECOSYSTEM.test(title)) return;
    // Under any other title, only what can be nothing else.
    const found = VALUE.test(title)
      ? classify(value)
      : [...hashesIn(value), ...(value.startsWith('pkg:') ? classify(value) : [])];
    if (found.length > 0 || VALUE.test(title)) add(found, value);
  });
  if (!any) add([], row);
}

/** Versions in a cell, `undefined` among them for any; `undefined` for a range, which nothing is held against. */
function versionsOf(cell: string): readonly (string | undefined)[] | undefined {
  if (cell === '' || /^(?:\*|all|any|all versions|any version)$/i.test(cell)) return [undefined];
  if (/[<>~^*]|\s-\s|\bto\b/i.test(cell)) return undefined;
  return cell
    .split(/[\s,;|]+/)
    .map((version) => version.replace(/^[v=]+/, ''))
    .filter((version) => version !== '');
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
