import { HASHES, IDENTIFIERS, LICENSES, NAME, VERSION } from './fields.ts';
import type { FieldPath, Profile, ProfileFormat } from './types.ts';

const DOCUMENT: Partial<Record<ProfileFormat, FieldPath>> = {
  cyclonedx: { path: 'the document' },
  spdx2: { path: 'the document' },
  spdx3: { path: 'the document' },
  syft: { path: 'the document' },
  github: { path: 'the document' },
};

/** Evidence that dropped files can give. It never says that a product is compliant: most duties are not about files. */
export const euCra: Profile = {
  id: 'eu-cra',
  title: 'EU Cyber Resilience Act: what these files can evidence',
  issuer: 'European Union',
  version: 'Regulation (EU) 2024/2847',
  published: '2024-12-10',
  force:
    'Law. The reporting duties of Article 14 apply since 2026-09-11, everything else from 2027-12-11. No format of an SBOM is laid down yet. What is evidenced here is not compliance.',
  checked: '2026-11-23',
  source: 'https://eur-lex.europa.eu/eli/reg/2024/2847/oj',
  rules: [
    {
      id: 'CRA-1',
      title: 'An SBOM that covers at the very least the top-level dependencies',
      level: 'EVIDENCE',
      clause: 'Annex I, part II (1)',
      paths: {
        cyclonedx: { path: 'metadata.component, dependencies[]', since: '1.2' },
        spdx2: { path: 'DESCRIBES, DEPENDS_ON' },
        spdx3: { path: 'rootElement, dependsOn' },
        syft: { path: 'source, artifactRelationships' },
        github: { path: 'manifests, relationship' },
      },
      test: { over: 'special', check: 'top-level' },
      remedy: 'Name the product, and what it directly depends on.',
    },
    {
      id: 'CRA-2',
      title: 'Vulnerabilities are handled',
      level: 'EVIDENCE',
      clause: 'Annex I, part II (2), (7), (8)',
      paths: DOCUMENT,
      test: { over: 'special', check: 'handling' },
      remedy: 'Drop the VEX documents of the product with its SBOM.',
    },
    {
      id: 'CRA-3',
      title: 'Advisories and a way to report vulnerabilities',
      level: 'EVIDENCE',
      clause: 'Annex I, part II (4) to (6)',
      paths: {
        cyclonedx: {
          path: 'externalReferences: advisories, security-contact, vulnerability-assertion, rfc-9116',
          since: '1.2',
        },
        spdx2: { path: 'externalRefs: SECURITY advisory, fix, url' },
        spdx3: { path: 'externalRef: securityAdvisory, securityOther, vulnerabilityDisclosureReport' },
      },
      test: {
        over: 'components',
        scope: 'root',
        every: [
          [
            {
              field: 'external-reference',
              roles: [
                ...[
                  'advisories',
                  'security-contact',
                  'vulnerability-assertion',
                  'rfc-9116',
                  'advisory',
                  'fix',
                ],
                ...['securityAdvisory', 'securityOther', 'vulnerabilityDisclosureReport'],
              ],
            },
          ],
        ],
        is: 'uri',
      },
      remedy: 'Link the advisories of the product, and the contact for reports.',
    },
    {
      id: 'CRA-4',
      title: 'Due diligence on components of third parties: identified, hashed, licensed',
      level: 'EVIDENCE',
      clause: 'Article 13(5)',
      paths: {
        cyclonedx: { path: 'purl or cpe, hashes[], licenses[]' },
        spdx2: { path: 'externalRefs, checksums, licenseDeclared' },
        spdx3: { path: 'externalIdentifier, verifiedUsing, hasDeclaredLicense' },
        syft: { path: 'cpes, metadata.digest, licenses[]' },
      },
      test: { over: 'components', scope: 'all', every: [IDENTIFIERS, HASHES, LICENSES] },
      remedy: 'Give each component an identifier, a hash and a license.',
      measurable: 'sha256',
    },
    {
      id: 'CRA-5',
      title: 'Identity of the product and contact of its manufacturer',
      level: 'EVIDENCE',
      clause: 'Article 13(15), (16), (19)',
      paths: {
        cyclonedx: { path: 'metadata.component: name, version, manufacturer.url or contact', since: '1.6' },
        spdx2: { path: 'name, versionInfo, originator' },
        spdx3: { path: 'name, software_packageVersion, originatedBy' },
      },
      test: {
        over: 'components',
        scope: 'root',
        every: [
          NAME,
          VERSION,
          [
            { field: 'manufacturer', roles: ['email', 'url'] },
            { field: 'originator', roles: ['email', 'url'] },
            { field: 'supplier', roles: ['email', 'url'] },
          ],
        ],
      },
      remedy: 'Name the product, its version, and how its manufacturer can be reached.',
    },
    {
      id: 'CRA-6',
      title: 'No known exploitable vulnerability when it is placed on the market',
      level: 'EVIDENCE',
      clause: 'Annex I, part I (2)(a)',
      paths: DOCUMENT,
      test: { over: 'special', check: 'exploitable' },
      remedy: 'Drop advisory data and VEX documents, and look at Findings.',
    },
    {
      id: 'CRA-7',
      title: 'The SBOM is fit for the technical file',
      level: 'EVIDENCE',
      clause: 'Annex VII 2(b), 8',
      paths: DOCUMENT,
      test: { over: 'special', check: 'valid' },
      remedy: 'Mend what makes the document invalid; keep it with the digests of the files it describes.',
    },
    {
      id: 'CRA-8',
      title: 'Users are told where the SBOM is',
      level: 'EVIDENCE',
      clause: 'Annex II (9)',
      paths: {
        cyclonedx: { path: 'metadata.component.externalReferences: bom', since: '1.2' },
        spdx3: { path: 'externalRef: bom' },
      },
      test: {
        over: 'components',
        scope: 'root',
        every: [[{ field: 'external-reference', roles: ['bom'] }]],
        is: 'uri',
      },
      remedy: 'If users are given the SBOM, say where: an external reference of type bom.',
    },
    {
      id: 'CRA-9',
      title: 'Reporting within 24 hours, 72 hours, and 14 days or a month',
      level: 'EVIDENCE',
      clause: 'Article 14',
      paths: {},
      test: {
        over: 'nothing',
        why: 'Reports to authorities cannot be told from files. The duty applies since 2026-09-11.',
      },
      remedy: 'Keep the reports with the technical file.',
    },
  ],
};
