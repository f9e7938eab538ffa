import { isJsonObject, type JsonObject, own, ownList, ownObject, ownText } from '../../base/json-shape.ts';
import { readJsonObject } from '../json-document.ts';
import type { DocumentReader } from '../types.ts';
import { Reported } from './reported.ts';
import { digestsIn, scanReading } from './scan-reading.ts';

/** Grype's report in JSON: one match for each vulnerability of each artifact. */
export const grype: DocumentReader = {
  id: 'scan.grype',
  title: 'Grype report',
  spec: 'https://github.com/anchore/grype/tree/main/schema/grype/json',
  kinds: ['grype-json'],
  read: (file) => {
    const { value, faults } = readJsonObject(file, 'a report of Grype');
    const reported = new Reported(file.limits);
    if (value === undefined) return scanReading('Grype', '', undefined, reported, faults);
    const descriptor = ownObject(value, 'descriptor');
    const toolVersion = ownText(descriptor, 'version');
    const ran = ownText(descriptor, 'timestamp');
    const scanned = own(ownObject(value, 'source'), 'target');
    const image = isJsonObject(scanned) ? scanned : {};
    // Of an image it is an object; of a folder or a file, its path.
    const target = typeof scanned === 'string' ? scanned : ownText(image, 'userInput');
    if (!Array.isArray(own(value, 'matches'))) reported.wrong('/matches', 'The matches are no list.');
    ownList(value, 'matches').forEach((match, m) => {
      const pointer = `/matches/${m}`;
      if (isJsonObject(match)) add(reported, match, pointer);
      else reported.wrong(pointer, 'The match is no object.');
    });
    return scanReading(
      'Grype',
      toolVersion ?? '',
      {
        tool: 'Grype',
        ...(toolVersion === undefined ? {} : { toolVersion }),
        ...(ran === undefined ? {} : { ran }),
        ...(target === undefined ? {} : { target }),
        targetDigests: digestsIn([
          ownText(image, 'imageID'),
          ownText(image, 'manifestDigest'),
          ...ownList(image, 'repoDigests'),
        ]),
        ignored: ownList(value, 'ignoredMatches').length,
        others: 0,
      },
      reported,
      faults,
    );
  },
};

function add(reported: Reported, match: JsonObject, pointer: string): void {
  const vulnerability = ownObject(match, 'vulnerability');
  const artifact = ownObject(match, 'artifact');
  const fixes = ownList(ownObject(vulnerability, 'fix'), 'versions').filter((one) => typeof one === 'string');
  const [place] = ownList(artifact, 'locations');
  reported.add({
    id: ownText(vulnerability, 'id'),
    aliases: ownList(match, 'relatedVulnerabilities').map((one) =>
      isJsonObject(one) ? ownText(one, 'id') : undefined,
    ),
    package: {
      purl: ownText(artifact, 'purl'),
      name: ownText(artifact, 'name'),
      version: ownText(artifact, 'version'),
      ecosystem: ownText(artifact, 'type'),
    },
    severity: ownText(vulnerability, 'severity'),
    fixed: fixes.join(', '),
    path: isJsonObject(place) ? ownText(place, 'path')?.replace(/^\//, '') : undefined,
    pointer,
  });
}
