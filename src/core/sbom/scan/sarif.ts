import { isJsonObject, type JsonObject, own, ownList, ownObject, ownText } from '../../base/json-shape.ts';
import { readJsonObject } from '../json-document.ts';
import type { DocumentReader } from '../types.ts';
import { Reported } from './reported.ts';
import { vulnerabilityIn } from './sarif-result.ts';
import { digestsIn, scanReading } from './scan-reading.ts';

/**
 * SARIF 2.1.0, as scanners of dependencies write it. The format has no field for a package: it stands in properties, in
 * logical locations, or in the texts of Trivy, Grype and OSV-Scanner, whose forms are known. Results whose rules name no
 * vulnerability of a database, as those on code, are counted and not compared.
 */
export const sarif: DocumentReader = {
  id: 'scan.sarif',
  title: 'SARIF report',
  spec: 'OASIS Static Analysis Results Interchange Format 2.1.0',
  kinds: ['sarif'],
  read: (file) => {
    const { value, faults } = readJsonObject(file, 'a SARIF report');
    const reported = new Reported(file.limits);
    if (value === undefined) return scanReading('SARIF', '', undefined, reported, faults);
    const runs = ownList(value, 'runs').filter(isJsonObject);
    if (!Array.isArray(own(value, 'runs'))) reported.wrong('/runs', 'The runs are no list.');
    const drivers = runs.map((run) => ownObject(ownObject(run, 'tool'), 'driver'));
    const toolVersion = drivers.flatMap((driver) => {
      const version = ownText(driver, 'version') ?? ownText(driver, 'semanticVersion');
      return version ?? [];
    })[0];
    const properties = runs.map((run) => ownObject(run, 'properties'));
    const target = properties.flatMap((one) => ownText(one, 'imageName') ?? [])[0];
    const ran = runs.flatMap((run) =>
      ownList(run, 'invocations').flatMap((one) =>
        isJsonObject(one) ? (ownText(one, 'endTimeUtc') ?? ownText(one, 'startTimeUtc') ?? []) : [],
      ),
    )[0];
    let others = 0;
    const otherRules = new Set<string>();
    let ignored = 0;
    runs.forEach((run, r) => {
      const rules = rulesOf(run);
      ownList(run, 'results').forEach((result, i) => {
        const pointer = `/runs/${r}/results/${i}`;
        if (!isJsonObject(result)) {
          reported.wrong(pointer, 'The result is no object.');
          return;
        }
        const rule = rules(result);
        const said = vulnerabilityIn(result, rule, pointer);
        if (said === undefined) {
          others += 1;
          if (otherRules.size < MOST_RULES) otherRules.add(ruleNamed(result, rule));
        } else if (isSuppressed(result)) ignored += 1;
        else for (const one of said) reported.add(one);
      });
    });
    return scanReading(
      'SARIF',
      ownText(value, 'version') ?? '',
      {
        tool:
          [...new Set(drivers.flatMap((driver) => ownText(driver, 'name') ?? []))].join(', ') ||
          'A tool without a name',
        ...(toolVersion === undefined ? {} : { toolVersion }),
        ...(ran === undefined ? {} : { ran }),
        ...(target === undefined ? {} : { target }),
        targetDigests: digestsIn(
          properties.flatMap((one) => [ownText(one, 'imageID'), ...ownList(one, 'repoDigests')]),
        ),
        ignored,
        others,
        otherRules: [...otherRules].filter(Boolean),
      },
      reported,
      faults,
    );
  },
};

/** Rules of results that are not compared, of which a few are named. */
const MOST_RULES = 5;

function ruleNamed(result: JsonObject, rule: JsonObject): string {
  return (ownText(result, 'ruleId') ?? ownText(rule, 'id') ?? ownText(rule, 'name') ?? '').slice(0, 100);
}

/** Rules of a run by their number and by their id. */
function rulesOf(run: JsonObject): (result: JsonObject) => JsonObject {
  const list = ownList(ownObject(ownObject(run, 'tool'), 'driver'), 'rules').map((rule) =>
    isJsonObject(rule) ? rule : {},
  );
  const byId = new Map(list.map((rule) => [ownText(rule, 'id') ?? '', rule]));
  return (result) => {
    const id = ownText(result, 'ruleId') ?? ownText(ownObject(result, 'rule'), 'id');
    const index = own(result, 'ruleIndex') ?? own(ownObject(result, 'rule'), 'index');
    const numbered = typeof index === 'number' ? list[index] : undefined;
    // Some tools give every result the number 0: the id decides where both are there.
    return (id === undefined ? numbered : (byId.get(id) ?? numbered)) ?? {};
  };
}

/** SARIF 2.1.0, section 3.27.23: suppressed where some suppression is accepted, and none is under review or rejected. */
function isSuppressed(result: JsonObject): boolean {
  const all = ownList(result, 'suppressions').filter(isJsonObject);
  return all.length > 0 && all.every((one) => (ownText(one, 'status') ?? 'accepted') === 'accepted');
}
