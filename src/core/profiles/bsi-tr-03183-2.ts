import { IDENTIFIERS, NAME, PRODUCER_CONTACT, VERSION } from './fields.ts';
import type { FieldPath, Profile, ProfileFormat } from './types.ts';

const since = (cyclonedx: string, spdx3?: string): Partial<Record<ProfileFormat, FieldPath>> => ({
  cyclonedx: { path: cyclonedx, since: '1.6' },
  ...(spdx3 === undefined ? {} : { spdx3: { path: spdx3 } }),
});

/** What SPDX 3 may give as an additional purpose of the delivered file: each says whether it is one of the three. */
const PURPOSES = 'executable|archive|container|firmware|application|library|install|file|data|source|other';

/** A property of the BSI taxonomy; in SPDX 3 the purposes of the delivered file. */
const flag = (name: string, values: string) =>
  ({
    over: 'components',
    scope: 'all',
    every: [
      [
        { field: 'property', roles: [name] },
        { field: 'purpose', roles: ['distribution'] },
      ],
    ],
    is: `one-of:${values}|${PURPOSES}`,
  }) as const;

/**
 * Field paths: BSI property taxonomy 0.1.2. The guideline spells `effectiveLicence`, some of the tools around it
 * `effectiveLicense`; both are read. SPDX 2 is not admitted: it has no place for most of what is asked, and B00 fails.
 */
export const bsiTr03183: Profile = {
  id: 'bsi-tr-03183-2',
  title: 'TR-03183-2: Cyber Resilience Requirements, part 2: SBOM',
  issuer: 'BSI (Germany)',
  version: '2.1.0',
  published: '2025-08-20',
  force: 'Technical guideline: binding where a contract or an authority names it.',
  checked: '2026-11-23',
  source: 'https://www.bsi.bund.de/dok/TR-03183',
  rules: [
    {
      id: 'B00',
      title: 'CycloneDX 1.6 or SPDX 3.0.1 or newer, as JSON or XML',
      level: 'MUST',
      clause: '4 SBOM formats',
      paths: {
        cyclonedx: { path: 'specVersion' },
        spdx2: { path: 'spdxVersion' },
        spdx3: { path: 'specVersion' },
        syft: { path: 'schema.version' },
        github: { path: 'the snapshot' },
      },
      test: { over: 'special', check: 'format-version' },
      remedy: 'Export the document as CycloneDX 1.6 or newer; SPDX 2 cannot meet this guideline.',
    },
    {
      id: 'B01',
      title: 'Creator of the SBOM: e-mail address, else URL',
      level: 'MUST',
      clause: '5.2.1 Required data fields for the SBOM itself',
      paths: since(
        'metadata.manufacturer.contact[].email or url, metadata.authors[].email',
        'createdBy → externalIdentifier',
      ),
      test: { over: 'document', fields: ['author-contact'] },
      remedy: 'Give the e-mail address or the URL of who made the document.',
    },
    {
      id: 'B02',
      title: 'Timestamp',
      level: 'MUST',
      clause: '5.2.1',
      paths: since('metadata.timestamp', 'creationInfo.created'),
      test: { over: 'document', fields: ['created'], is: 'timestamp' },
      remedy: 'State when the document was made, in UTC.',
    },
    {
      id: 'B03',
      title: 'Creator of the component: e-mail address, else URL',
      level: 'MUST',
      clause: '5.2.2 Required data fields for each component',
      paths: since('manufacturer.contact[].email or url', 'originatedBy → externalIdentifier'),
      test: { over: 'components', scope: 'all', every: [PRODUCER_CONTACT] },
      remedy: 'Give the e-mail address or the URL of who made each component.',
    },
    {
      id: 'B04',
      title: 'Component name',
      level: 'MUST',
      clause: '5.2.2',
      paths: since('name', 'name'),
      test: { over: 'components', scope: 'all', every: [NAME] },
      remedy: 'Name each component.',
    },
    {
      id: 'B05',
      title: 'Component version',
      level: 'MUST',
      clause: '5.2.2',
      paths: since('version', 'software_packageVersion'),
      test: { over: 'components', scope: 'all', every: [VERSION] },
      remedy: 'State the version of each component; where it has none, the date of the file as RFC 3339.',
    },
    {
      id: 'B06',
      title: 'File name of the component',
      level: 'MUST',
      clause: '5.2.2',
      paths: since('property bsi:component:filename', 'hasDistributionArtifact → software_File.name'),
      test: {
        over: 'components',
        scope: 'all',
        every: [[{ field: 'property', roles: ['bsi:component:filename'] }, { field: 'file-name' }]],
        is: 'file-name',
      },
      remedy: 'State the name of the file, without its path.',
      measurable: 'file-name',
    },
    {
      id: 'B07',
      title: 'Dependencies, with their completeness, none of them dangling',
      level: 'MUST',
      clause: '5.2.2',
      paths: since('dependencies[], compositions[].aggregate', 'contains, dependsOn; completeness'),
      test: { over: 'completeness', scope: 'all', noDangling: true },
      remedy:
        'List what each component depends on and contains, and say of each list whether it is complete.',
    },
    {
      id: 'B08',
      title: 'Distribution license',
      level: 'MUST',
      clause: '5.2.2, 6.1',
      paths: since('licenses[] with acknowledgement concluded', 'hasConcludedLicense'),
      test: {
        over: 'components',
        scope: 'all',
        every: [[{ field: 'license', roles: ['concluded'] }]],
        is: 'license',
      },
      remedy: 'State the license under which each component may be used, as an SPDX expression.',
    },
    {
      id: 'B09',
      title: 'SHA-512 of the deployable component',
      level: 'MUST',
      clause: '5.2.2',
      paths: since('externalReferences[distribution].hashes', 'File.verifiedUsing sha512'),
      test: {
        over: 'components',
        scope: 'all',
        every: [[{ field: 'hash', roles: ['distribution'] }]],
        is: 'sha512',
      },
      remedy: 'Give the SHA-512 of the file as it is delivered, at its reference of type distribution.',
      measurable: 'sha512',
    },
    {
      id: 'B10',
      title: 'Executable or not',
      level: 'MUST',
      clause: '5.2.2',
      paths: since(
        'property bsi:component:executable',
        'software_additionalPurpose of the distribution artifact',
      ),
      test: flag('bsi:component:executable', 'executable|non-executable'),
      remedy: 'Say of each component whether it is executable.',
      measurable: 'executable',
    },
    {
      id: 'B11',
      title: 'Archive or not',
      level: 'MUST',
      clause: '5.2.2',
      paths: since(
        'property bsi:component:archive',
        'software_additionalPurpose of the distribution artifact',
      ),
      test: flag('bsi:component:archive', 'archive|no archive'),
      remedy: 'Say of each component whether it is an archive.',
      measurable: 'archive',
    },
    {
      id: 'B12',
      title: 'Structured or not',
      level: 'MUST',
      clause: '5.2.2',
      paths: since(
        'property bsi:component:structured',
        'software_additionalPurpose of the distribution artifact',
      ),
      test: flag('bsi:component:structured', 'structured|unstructured'),
      remedy: 'Say of each component whether its content keeps its structure.',
      measurable: 'structured',
    },
    {
      id: 'B13',
      title: 'URI of the SBOM',
      level: 'MUST if it exists',
      clause: '5.2.3 Additional data fields for the SBOM itself',
      paths: since('serialNumber', 'spdxId'),
      test: { over: 'document', fields: ['id'], is: 'uri' },
      remedy: 'Give the document a serial number and a version, or an IRI.',
    },
    {
      id: 'B14',
      title: 'URI of the source code',
      level: 'MUST if it exists',
      clause: '5.2.4 Additional data fields for each component',
      paths: since('externalReferences: source-distribution, vcs', 'software_sourceInfo, externalRef'),
      test: {
        over: 'components',
        scope: 'all',
        every: [[{ field: 'external-reference', roles: ['source-distribution', 'vcs', 'sourceArtifact'] }]],
        is: 'uri',
        ifExists: true,
      },
      remedy: 'Write the reference to the source code as a URI.',
    },
    {
      id: 'B15',
      title: 'URI of the deployable form',
      level: 'MUST if it exists',
      clause: '5.2.4',
      paths: since('externalReferences: distribution', 'externalRef: binaryArtifact'),
      test: {
        over: 'components',
        scope: 'all',
        every: [[{ field: 'external-reference', roles: ['distribution', 'binaryArtifact'] }]],
        is: 'uri',
        ifExists: true,
      },
      remedy: 'Write the reference to the deployable form as a URI.',
    },
    {
      id: 'B16',
      title: 'Other unique identifiers',
      level: 'MUST if it exists',
      clause: '5.2.4',
      paths: since('purl, cpe, swid', 'externalIdentifier'),
      test: { over: 'components', scope: 'all', every: [IDENTIFIERS], is: 'identifier', ifExists: true },
      remedy: 'Mend the identifiers that cannot be parsed.',
    },
    {
      id: 'B17',
      title: 'Original license',
      level: 'MUST if it exists',
      clause: '5.2.4',
      paths: since('licenses[] with acknowledgement declared', 'hasDeclaredLicense'),
      test: {
        over: 'components',
        scope: 'all',
        every: [[{ field: 'license', roles: ['declared'] }]],
        is: 'license',
        ifExists: true,
      },
      remedy: 'Write the license that the component came with as an SPDX expression.',
    },
    {
      id: 'B18',
      title: 'Effective license',
      level: 'MAY',
      clause: '5.2.5 Optional data fields',
      paths: {
        ...since('property bsi:component:effectiveLicence'),
        spdx3: {
          path: 'a relationship of type other, told by its comment',
          unread: 'SPDX 3 keeps it in the comment of a relationship, which is not read.',
        },
      },
      test: {
        over: 'components',
        scope: 'all',
        every: [
          [
            {
              field: 'property',
              roles: ['bsi:component:effectiveLicence', 'bsi:component:effectiveLicense'],
            },
          ],
        ],
        is: 'license',
        ifExists: true,
      },
      remedy:
        'Write the license as an SPDX expression, in the property that the guideline spells effectiveLicence.',
    },
    {
      id: 'B19',
      title: 'Hash of the source code',
      level: 'MAY',
      clause: '5.2.5',
      paths: since(
        'externalReferences[source-distribution].hashes',
        'generates: verifiedUsing of the source file',
      ),
      test: {
        over: 'components',
        scope: 'all',
        every: [[{ field: 'hash', roles: ['source'] }]],
        is: 'strong-hash',
        ifExists: true,
      },
      remedy: 'Give a hash of the source code with SHA-256 or stronger.',
    },
    {
      id: 'B20',
      title: 'URL of the security.txt',
      level: 'MAY',
      clause: '5.2.5',
      paths: since('externalReferences: rfc-9116', 'externalRef: securityOther'),
      test: {
        over: 'components',
        scope: 'all',
        every: [[{ field: 'external-reference', roles: ['rfc-9116', 'securityOther'] }]],
        is: 'uri',
        ifExists: true,
      },
      remedy: 'Write the reference to security.txt as a URI.',
    },
    {
      id: 'B21',
      title: 'No information on vulnerabilities',
      level: 'MUST NOT',
      clause: '3.1 Definition of SBOM, 8.1',
      paths: since('vulnerabilities[]', 'security_ elements'),
      test: { over: 'special', check: 'no-vulnerabilities' },
      remedy: 'Keep what is known of vulnerabilities in a VEX or CSAF document.',
    },
  ],
};
