import { isJsonObject, type JsonObject, own, ownList, ownObject, ownText } from '../../base/json-shape.ts';
import { readJsonObject } from '../json-document.ts';
import type { DocumentReader } from '../types.ts';
import { Reported } from './reported.ts';
import { digestsIn, scanReading } from './scan-reading.ts';

/** Lists of a result that are no vulnerabilities. */
const OTHERS = ['Misconfigurations', 'Secrets', 'Licenses'];

/** Trivy's report in JSON, schema version 2: results by target, each with vulnerabilities of packages. */
export const trivy: DocumentReader = {
  id: 'scan.trivy',
  title: 'Trivy report',
  spec: 'https://trivy.dev/latest/docs/configuration/reporting/#json',
  kinds: ['trivy-json'],
  read: (file) => {
    const { value, faults } = readJsonObject(file, 'a report of Trivy');
    const reported = new Reported(file.limits);
    if (value === undefined) return scanReading('Trivy', '2', undefined, reported, faults);
    const metadata = ownObject(value, 'Metadata');
    const ran = ownText(value, 'CreatedAt');
    const target = ownText(value, 'ArtifactName');
    const toolVersion = ownText(ownObject(value, 'Trivy'), 'Version');
    const results = own(value, 'Results');
    if (results !== undefined && results !== null && !Array.isArray(results))
      reported.wrong('/Results', 'The results are no list.');
    let others = 0;
    let ignored = 0;
    ownList(value, 'Results').forEach((result, r) => {
      const pointer = `/Results/${r}`;
      if (!isJsonObject(result)) {
        reported.wrong(pointer, 'The result is no object.');
        return;
      }
      for (const list of OTHERS) others += ownList(result, list).length;
      ignored += ownList(result, 'ExperimentalModifiedFindings').length;
      ownList(result, 'Vulnerabilities').forEach((one, v) => {
        const at = `${pointer}/Vulnerabilities/${v}`;
        if (isJsonObject(one)) add(reported, result, one, at);
        else reported.wrong(at, 'The vulnerability is no object.');
      });
    });
    return scanReading(
      'Trivy',
      String(own(value, 'SchemaVersion')),
      {
        tool: 'Trivy',
        ...(toolVersion === undefined ? {} : { toolVersion }),
        ...(ran === undefined ? {} : { ran }),
        ...(target === undefined ? {} : { target }),
        targetDigests: digestsIn([ownText(metadata, 'ImageID'), ...ownList(metadata, 'RepoDigests')]),
        ignored,
        others,
      },
      reported,
      faults,
    );
  },
};

function add(reported: Reported, result: JsonObject, one: JsonObject, pointer: string): void {
  reported.add({
    id: ownText(one, 'VulnerabilityID'),
    aliases: ownList(one, 'VendorIDs'),
    package: {
      purl: ownText(ownObject(one, 'PkgIdentifier'), 'PURL'),
      name: ownText(one, 'PkgName'),
      version: ownText(one, 'InstalledVersion'),
      ecosystem: ownText(result, 'Type'),
    },
    severity: ownText(one, 'Severity'),
    fixed: ownText(one, 'FixedVersion'),
    path:
      ownText(one, 'PkgPath') ??
      (ownText(result, 'Class') === 'lang-pkgs' ? ownText(result, 'Target') : undefined),
    pointer,
  });
}
