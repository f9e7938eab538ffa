import { isJsonObject, type JsonObject, own, ownList, ownObject, ownText } from '../../base/json-shape.ts';
import { readJsonObject } from '../json-document.ts';
import type { DocumentReader } from '../types.ts';
import { Reported } from './reported.ts';
import { scanReading } from './scan-reading.ts';

/**
 * OSV-Scanner's report in JSON: packages by the file they were found in, each with the OSV records that affect it and
 * groups of those that are one vulnerability. It states neither its version nor when it ran.
 */
export const osvScanner: DocumentReader = {
  id: 'scan.osv-scanner',
  title: 'OSV-Scanner report',
  spec: 'https://google.github.io/osv-scanner/output/#json',
  kinds: ['osv-scanner-json'],
  read: (file) => {
    const { value, faults } = readJsonObject(file, 'a report of OSV-Scanner');
    const reported = new Reported(file.limits);
    if (value === undefined) return scanReading('OSV-Scanner', '', undefined, reported, faults);
    if (!Array.isArray(own(value, 'results'))) reported.wrong('/results', 'The results are no list.');
    let others = 0;
    ownList(value, 'results').forEach((result, r) => {
      const pointer = `/results/${r}`;
      if (!isJsonObject(result)) {
        reported.wrong(pointer, 'The result is no object.');
        return;
      }
      const path = ownText(ownObject(result, 'source'), 'path');
      ownList(result, 'packages').forEach((held, p) => {
        const at = `${pointer}/packages/${p}`;
        if (!isJsonObject(held)) {
          reported.wrong(at, 'The package is no object.');
          return;
        }
        others += ownList(held, 'license_violations').length;
        addAll(reported, held, path, at);
      });
    });
    return scanReading(
      'OSV-Scanner',
      '',
      { tool: 'OSV-Scanner', targetDigests: [], ignored: 0, others },
      reported,
      faults,
    );
  },
};

/** One row for each group; records that no group names are rows of their own. */
function addAll(reported: Reported, held: JsonObject, path: string | undefined, pointer: string): void {
  const named = ownObject(held, 'package');
  const rows = { name: ownText(named, 'name'), version: ownText(named, 'version') };
  const records = ownList(held, 'vulnerabilities').filter(isJsonObject);
  const byId = new Map(records.flatMap((record) => [[ownText(record, 'id') ?? '', record] as const]));
  const add = (ids: readonly string[], aliases: readonly unknown[], at: string) => {
    const mine = ids.flatMap((id) => {
      const record = byId.get(id);
      return record === undefined ? [] : [record];
    });
    reported.add({
      id: ids[0],
      aliases: [...ids.slice(1), ...aliases, ...mine.flatMap((record) => ownList(record, 'aliases'))],
      package: { ...rows, ecosystem: ownText(named, 'ecosystem') },
      severity: mine.flatMap(
        (record) => ownText(ownObject(record, 'database_specific'), 'severity') ?? [],
      )[0],
      fixed: [...new Set(mine.flatMap((record) => fixesOf(record, rows.name)))].join(', '),
      path,
      pointer: at,
    });
    for (const id of ids) byId.delete(id);
  };
  ownList(held, 'groups').forEach((group, g) => {
    if (!isJsonObject(group)) return;
    const ids = ownList(group, 'ids').filter((id) => typeof id === 'string');
    add(ids, ownList(group, 'aliases'), `${pointer}/groups/${g}`);
  });
  records.forEach((record, v) => {
    const id = ownText(record, 'id');
    if (id === undefined || byId.has(id))
      add(id === undefined ? [] : [id], [], `${pointer}/vulnerabilities/${v}`);
  });
}

/** Versions that a record calls fixed for a package. */
function fixesOf(record: JsonObject, name: string | undefined): string[] {
  const affected = ownList(record, 'affected').filter(isJsonObject);
  const ranges = affected
    .filter((one) => ownText(ownObject(one, 'package'), 'name') === name)
    .flatMap((one) => ownList(one, 'ranges'))
    .filter(isJsonObject);
  return ranges
    .filter((range) => ownText(range, 'type') !== 'GIT')
    .flatMap((range) => ownList(range, 'events'))
    .flatMap((event) => (isJsonObject(event) ? (ownText(event, 'fixed') ?? []) : []));
}
