import { isJsonObject, type JsonObject, own, ownList, ownObject, ownText } from '../../base/json-shape.ts';
import type { Reporting } from './reported.ts';

/** Ids of vulnerability databases, wherever they stand in an id of a rule. */
const IDS =
  /\b(?:CVE-\d{4}-\d{4,19}|GHSA(?:-[23456789cfghjmpqrvwx]{4}){3}|(?:GO|PYSEC|RUSTSEC|HSEC|MAL|GSD|OSV)-\d{4}-\d{1,9}|(?:DSA|DLA|USN|SUSE-SU)-\d{1,6}-\d{1,3}|(?:RHSA|ALSA|RLSA|ELSA|ALAS2?|SUSE-SU)-\d{4}[-:]\d{1,8}|SNYK-[A-Z]{2,12}-[A-Z0-9]{1,80}-\d{1,12})\b/g;

type Package = Reporting['package'];

/**
 * What a result says of packages; `undefined` where it is about something else. The id of a rule decides; an id among the
 * properties counts where the result names a package too, since rules on code name examples there.
 */
export function vulnerabilityIn(
  result: JsonObject,
  rule: JsonObject,
  pointer: string,
): Reporting[] | undefined {
  const ruleId = ownText(result, 'ruleId') ?? ownText(rule, 'id') ?? '';
  const message = ownText(ownObject(result, 'message'), 'text')?.slice(0, 4096) ?? '';
  const help = ownText(ownObject(rule, 'help'), 'text')?.slice(0, 4096) ?? '';
  const ownIds = ruleId.match(IDS) ?? /^Vulnerability (\S{3,80})$/m.exec(help)?.slice(1) ?? [];
  const others = [result, rule].flatMap(idsBeside);
  const [id] = [...ownIds, ...others];
  const packages = packagesOf(result, rule, message, help);
  if (id === undefined || (ownIds.length === 0 && packages.length === 0)) return undefined;
  const deprecated = ownList(rule, 'deprecatedIds').filter((one) => typeof one === 'string');
  const spoken = /\(also known as ([^)]{1,2000})\)/.exec(message)?.[1]?.match(IDS) ?? [];
  const level = lineOf(`${message}\n${help}`, 'Severity') ?? ownText(result, 'level');
  const uri = locationsOf(result).flatMap(({ uri }) => uri ?? [])[0];
  const base = {
    id,
    aliases: [...ownIds, ...deprecated, ...spoken, ...others],
    severity: level,
    fixed: lineOf(message, 'Fixed Version') ?? lineOf(help, 'Fix Version') ?? lineOf(help, 'Fixed Version'),
    path: uri?.startsWith('pkg:') ? undefined : uri?.replace(/^file:\/\/\/?/, ''),
    pointer,
  };
  return (packages.length > 0 ? packages : [{}]).map((named) => ({ ...base, package: named }));
}

/** Members of properties in which tools put ids; what is none of a database is not taken. */
const ID_MEMBERS = [
  'cve',
  'cves',
  'cveId',
  'cve_id',
  'ghsa',
  'aliases',
  'ids',
  'identifiers',
  'vulnerabilityId',
  'tags',
];
const MOST_IDS = 64;

/** Ids in the properties of a result or rule, in its name, and those that it relates to (SARIF 2.1.0, §3.27.8, §3.49.15). */
function idsBeside(holder: JsonObject): string[] {
  const properties = ownObject(holder, 'properties');
  const related = ownList(holder, 'relationships').map((one) =>
    isJsonObject(one) ? ownObject(one, 'target') : {},
  );
  const taxa = [...ownList(holder, 'taxa').filter(isJsonObject), ...related];
  const said = [
    own(holder, 'name'),
    ...ID_MEMBERS.map((key) => own(properties, key)),
    ...taxa.slice(0, MOST_IDS).map((one) => own(one, 'id')),
  ];
  return said
    .flatMap(textsIn)
    .flatMap((text) => whole(text))
    .slice(0, MOST_IDS);
}

/** A text, the texts of a list, or those of lists by name: `{"CVE": ["CVE-2026-1"], "CWE": []}`. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  const lists = isJsonObject(value) ? Object.values(value).slice(0, MOST_IDS) : [value];
  return lists.flatMap((list) =>
    Array.isArray(list) ? list.slice(0, MOST_IDS).filter((one) => typeof one === 'string') : [],
  );
}

/** The id that a text is, and nothing else. */
function whole(text: string): string[] {
  const [found, another] = text.length > 200 ? [] : (text.match(IDS) ?? []);
  return found === text.trim() && another === undefined ? [found] : [];
}

function packagesOf(result: JsonObject, rule: JsonObject, message: string, help: string): Package[] {
  const named = packageIn(message, help) ?? packageMember(result) ?? packageMember(rule);
  const purls = purlsOf(result, rule, named?.name);
  if (purls.length > 0) return purls.map((purl) => ({ ...named, purl }));
  if (named !== undefined) return [named];
  return locationsOf(result).flatMap(({ names }) => names.flatMap((name) => nameAndVersion(name) ?? []));
}

/** Purls in the properties and locations of a result, else of its rule, which may stand for several packages. */
function purlsOf(result: JsonObject, rule: JsonObject, name: string | undefined): string[] {
  for (const holder of [result, rule]) {
    const properties = ownObject(holder, 'properties');
    const given = [
      ...['purl', 'packageUrl', 'package_url', 'packageURL'].map((key) => own(properties, key)),
      ...['purls', 'packageUrls'].flatMap((key) => ownList(properties, key)),
      ...PACKAGE_MEMBERS.map((key) => ownText(ownObject(properties, key), 'purl')),
      ...locationsOf(holder).flatMap(({ uri, names }) => [uri, ...names]),
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

const PACKAGE_MEMBERS = ['package', 'component', 'dependency', 'artifact'];

/** Name and version in properties: in a member for the package, or beside one another. */
function packageMember(holder: JsonObject): Package | undefined {
  const properties = ownObject(holder, 'properties');
  for (const key of PACKAGE_MEMBERS) {
    const member = ownObject(properties, key);
    const name = ownText(member, 'name');
    const ecosystem = ownText(member, 'ecosystem') ?? ownText(member, 'type');
    if (name !== undefined) return { name, version: ownText(member, 'version'), ecosystem };
  }
  const first = (keys: readonly string[]) => keys.flatMap((key) => ownText(properties, key) ?? [])[0];
  const name = first([
    'packageName',
    'package_name',
    'pkgName',
    'package',
    'componentName',
    'dependencyName',
  ]);
  if (name === undefined) return undefined;
  const version = first([
    'packageVersion',
    'package_version',
    'installedVersion',
    'installed_version',
    'componentVersion',
    'version',
  ]);
  const ecosystem = first(['ecosystem', 'packageEcosystem', 'packageManager', 'packageType']);
  return version === undefined ? nameAndVersion(name) : { name, version, ecosystem };
}

/** Where a result is: paths, and the names of logical places (SARIF 2.1.0, §3.33.4), which packages are too. */
function locationsOf(
  holder: JsonObject,
): { readonly uri: string | undefined; readonly names: readonly string[] }[] {
  return ownList(holder, 'locations')
    .slice(0, MOST_IDS)
    .filter(isJsonObject)
    .map((location) => {
      const artifact = ownObject(ownObject(location, 'physicalLocation'), 'artifactLocation');
      const logical = [...ownList(location, 'logicalLocations'), own(location, 'logicalLocation')].filter(
        isJsonObject,
      );
      const names = logical.flatMap(
        (one) => ownText(one, 'fullyQualifiedName') ?? ownText(one, 'name') ?? [],
      );
      return { uri: ownText(artifact, 'uri'), names };
    });
}

/** `lodash@4.17.20`, `@scope/name@1.0.0`, `org.example:thing@2`. */
function nameAndVersion(text: string): Package | undefined {
  const [, name, version] = /^(@?[^@\s]{1,400})@v?(\d[^@\s]{0,100})$/.exec(text.slice(0, 600)) ?? [];
  return name === undefined ? undefined : { name, version };
}

/** Name and version in the words of Trivy, OSV-Scanner and Grype. */
function packageIn(message: string, help: string): Package | undefined {
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
