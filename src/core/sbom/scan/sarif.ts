import { isJsonObject, type JsonObject, own, ownList, ownObject, ownText } from '../../base/json-shape.ts';
import { readJsonObject } from '../json-document.ts';
import type { DocumentReader } from '../types.ts';
import { Reported, type Reporting } from './reported.ts';
import { digestsIn, scanReading } from './scan-reading.ts';

/**
 * SARIF 2.1.0, as scanners of dependencies write it. The format has no field for a package: it stands in properties, or
 * in the texts of Trivy, Grype and OSV-Scanner, whose forms are known. Results on code are counted and not compared.
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
    let ignored = 0;
    runs.forEach((run, r) => {
      const rules = rulesOf(run);
      ownList(run, 'results').forEach((result, i) => {
        const pointer = `/runs/${r}/results/${i}`;
        if (!isJsonObject(result)) {
          reported.wrong(pointer, 'The result is no object.');
          return;
        }
        const said = vulnerabilityOf(result, rules, pointer);
        if (said === undefined) others += 1;
        else if (isSuppressed(result)) ignored += 1;
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
      },
      reported,
      faults,
    );
  },
};

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

/** Ids of vulnerability databases, wherever they stand in an id of a rule. */
const IDS =
  /\b(?:CVE-\d{4}-\d{4,19}|GHSA(?:-[23456789cfghjmpqrvwx]{4}){3}|(?:GO|PYSEC|RUSTSEC|HSEC|MAL|GSD|OSV)-\d{4}-\d{1,9}|(?:DSA|DLA|USN|SUSE-SU)-\d{1,6}-\d{1,3}|(?:RHSA|ALSA|RLSA|ELSA|ALAS2?|SUSE-SU)-\d{4}[-:]\d{1,8}|SNYK-[A-Z]{2,12}-[A-Z0-9]{1,80}-\d{1,12})\b/g;

/** What a result says of packages; `undefined` where it is about something else. */
function vulnerabilityOf(
  result: JsonObject,
  rules: (result: JsonObject) => JsonObject,
  pointer: string,
): Reporting[] | undefined {
  const rule = rules(result);
  const ruleId = ownText(result, 'ruleId') ?? ownText(rule, 'id') ?? '';
  const message = ownText(ownObject(result, 'message'), 'text')?.slice(0, 4096) ?? '';
  const help = ownText(ownObject(rule, 'help'), 'text')?.slice(0, 4096) ?? '';
  const ownIds = ruleId.match(IDS) ?? [];
  const [id] = ownIds.length > 0 ? ownIds : (/^Vulnerability (\S{3,80})$/m.exec(help)?.slice(1) ?? []);
  if (id === undefined) return undefined;
  const deprecated = ownList(rule, 'deprecatedIds').filter((one) => typeof one === 'string');
  const spoken = /\(also known as ([^)]{1,2000})\)/.exec(message)?.[1]?.match(IDS) ?? [];
  const [location] = ownList(result, 'locations');
  const physical = ownObject(isJsonObject(location) ? location : {}, 'physicalLocation');
  const uri = ownText(ownObject(physical, 'artifactLocation'), 'uri');
  const level = lineOf(`${message}\n${help}`, 'Severity') ?? ownText(result, 'level');
  const base = {
    id,
    aliases: [...ownIds.slice(1), ...deprecated, ...spoken],
    severity: level,
    fixed: lineOf(message, 'Fixed Version') ?? lineOf(help, 'Fix Version') ?? lineOf(help, 'Fixed Version'),
    path: uri?.replace(/^file:\/\/\/?/, ''),
    pointer,
  };
  const named = packageIn(message, help);
  const purls = purlsOf(result, rule, named?.name);
  if (purls.length > 0) return purls.map((purl) => ({ ...base, package: { ...named, purl } }));
  return [{ ...base, package: named ?? {} }];
}

/** Purls in the properties of a result, else of its rule, which may stand for several packages. */
function purlsOf(result: JsonObject, rule: JsonObject, name: string | undefined): string[] {
  for (const holder of [result, rule]) {
    const properties = ownObject(holder, 'properties');
    const given = [
      ...['purl', 'packageUrl', 'package_url'].map((key) => own(properties, key)),
      ...['purls', 'packageUrls'].flatMap((key) => ownList(properties, key)),
    ].flatMap((one) => (typeof one === 'string' && one.startsWith('pkg:') ? [one] : []));
    const mine = [...new Set(given)];
    const last = name?.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf(':')) + 1).toLowerCase();
    const meant =
      holder === result || last === undefined
        ? mine
        : mine.filter((purl) => purl.toLowerCase().includes(encodeURIComponent(last)));
    if (meant.length > 0) return meant;
    if (mine.length > 0) return mine;
  }
  return [];
}

/** Name and version in the words of Trivy, OSV-Scanner and Grype. */
function packageIn(message: string, help: string): Reporting['package'] | undefined {
  const trivy = lineOf(message, 'Package');
  if (trivy !== undefined) return { name: trivy, version: lineOf(message, 'Installed Version') };
  const [, osv, osvVersion] =
    /^Package '([^'\n]{1,400})@([^'@\n]{1,200})' is vulnerable to/.exec(message) ?? [];
  if (osv !== undefined) return { name: osv, version: osvVersion };
  const grypeName = lineOf(help, 'Package');
  if (grypeName !== undefined)
    return { name: grypeName, version: lineOf(help, 'Version'), ecosystem: lineOf(help, 'Type') };
  return undefined;
}

/** Value of a line `Label: value`. */
function lineOf(text: string, label: string): string | undefined {
  const line = text.split('\n').find((one) => one.startsWith(`${label}: `));
  return line?.slice(label.length + 2);
}
