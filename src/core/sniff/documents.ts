import type { Role } from '../model/source.ts';
import type { Head, SniffRow } from './types.ts';

const json = (head: Head) => /^\s*[{[]/.test(head.text);
const xml = (head: Head) => /^\s*</.test(head.text);

/** A JSON document known by a key or value near its start. */
function jsonRow(
  id: string,
  title: string,
  role: Role,
  extensions: readonly string[],
  pattern: RegExp,
): SniffRow {
  return {
    id,
    title,
    family: 'document',
    role,
    extensions,
    match: (head) => {
      const found = json(head) ? pattern.exec(head.text) : null;
      return found === null
        ? undefined
        : `${found[0].slice(0, 80)} at byte ${found.index.toLocaleString('en')}`;
    },
  };
}

function textRow(
  id: string,
  title: string,
  role: Role,
  extensions: readonly string[],
  pattern: RegExp,
): SniffRow {
  return {
    id,
    title,
    family: 'document',
    role,
    extensions,
    match: (head) => {
      const found = pattern.exec(head.text);
      return found === null
        ? undefined
        : `"${found[0].trim().slice(0, 60)}" at byte ${found.index.toLocaleString('en')}`;
    },
  };
}

/**
 * A list that calls itself one, the head of a table of packages or hashes, or three lines at the start that are each a
 * hash, a package URL or `name@version`.
 */
const INDICATORS =
  /^(?:(?:#|\/\/)[^\n]{0,80}\b(?:indicators?|iocs?|compromised)\b|(?:package|name|package[_ ]name|indicator|ioc|sha256|domain)[,;\t](?:[\w ]{1,30}[,;\t])?(?:version|versions|package[_ ]version|value|type|indicator)\b|(?:(?:@?[a-z0-9][\w./-]{0,200}@v?\d[\w.+-]{0,100}|pkg:[a-z][^\s]{0,300}|[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})[ \t]*(?:\r?\n|$)){3})/i;
const CALLED_INDICATORS =
  /(?:^|[^a-z])(?:iocs?|indicators?|compromised|malicious|infected)(?:[^a-z][^/]{0,80})?\.(?:txt|csv|tsv|ioc)$/i;

const written = textRow(
  'indicators',
  'list of indicators',
  'reference',
  ['.txt', '.csv', '.ioc'],
  INDICATORS,
);

/** By what it says, or by what its file is called: a list of domains alone looks like any text. */
const INDICATORS_ROW: SniffRow = {
  ...written,
  match: (head) =>
    written.match(head) ??
    (CALLED_INDICATORS.test(head.name) && /^[^{[<\s]/.test(head.text)
      ? 'the name of a text file'
      : undefined),
};

/**
 * Documents by what stands in their first bytes. Order matters where one document carries another: an envelope before
 * the statement in it.
 */
export const DOCUMENT_ROWS: readonly SniffRow[] = [
  jsonRow(
    'sigstore-bundle',
    'Sigstore bundle',
    'claim',
    ['.sigstore', '.sigstore.json', '.jsonl', '.json', '.sig'],
    /"mediaType"\s*:\s*"application\/vnd\.dev\.sigstore\.bundle[^"]*"/,
  ),
  jsonRow(
    'trusted-root',
    'Sigstore trusted root',
    'reference',
    ['.json', '.jsonl'],
    /"mediaType"\s*:\s*"application\/vnd\.dev\.sigstore\.trustedroot[^"]*"/,
  ),
  jsonRow(
    'licence-policy',
    'licence policy',
    'reference',
    ['.json'],
    /"schema"\s*:\s*"loupe\.licence-policy\/1"/,
  ),
  jsonRow('loupe-policy', 'Loupe policy', 'reference', ['.json'], /"schema"\s*:\s*"loupe\.policy\/1"/),
  jsonRow(
    'stix-indicators',
    'STIX bundle',
    'reference',
    ['.json', '.stix'],
    /^\s*\{[^[\]]{0,400}"type"\s*:\s*"bundle"/,
  ),
  jsonRow(
    'kev-catalog',
    'catalog of known exploited vulnerabilities',
    'reference',
    ['.json'],
    /"catalogVersion"\s*:/,
  ),
  textRow('epss-scores', 'EPSS scores', 'reference', ['.csv'], /^(?:#model_version:|cve,epss,)/),
  INDICATORS_ROW,
  jsonRow('npm-attestations', 'npm attestations', 'claim', ['.json'], /^\s*\{\s*"attestations"\s*:/),
  jsonRow(
    'pep740-provenance',
    'PyPI provenance',
    'claim',
    ['.json', '.provenance', '.attestation'],
    /"attestation_bundles"\s*:|"verification_material"\s*:/,
  ),
  jsonRow(
    'dsse',
    'DSSE envelope',
    'claim',
    ['.json', '.jsonl', '.intoto.jsonl', '.att', '.dsse'],
    /"payloadType"\s*:\s*"/,
  ),
  jsonRow(
    'in-toto',
    'in-toto statement',
    'claim',
    ['.json', '.jsonl', '.intoto'],
    /"_type"\s*:\s*"https:\/\/in-toto\.io\/Statement/,
  ),
  jsonRow(
    'trivy-json',
    'Trivy report',
    'claim',
    ['.json'],
    /^\s*\{(?=[\s\S]*"SchemaVersion"\s*:\s*2\b)(?=[\s\S]*"Artifact(?:Name|Type)"\s*:)/,
  ),
  jsonRow(
    'grype-json',
    'Grype report',
    'claim',
    ['.json'],
    /^\s*\{\s*"matches"\s*:\s*\[(?=[\s\S]*"(?:vulnerability|descriptor|ignoredMatches)"\s*:)/,
  ),
  jsonRow(
    'osv-scanner-json',
    'OSV-Scanner report',
    'claim',
    ['.json'],
    /^\s*\{\s*"results"\s*:\s*\[(?=[\s\S]*"(?:packages"\s*:\s*\[|experimental_config"\s*:))/,
  ),
  jsonRow(
    'sarif',
    'SARIF report',
    'claim',
    ['.json', '.sarif'],
    /"\$schema"\s*:\s*"[^"]*sarif[^"]*"|^\s*\{(?=[\s\S]*"version"\s*:\s*"2\.\d\.\d")(?=[\s\S]*"runs"\s*:\s*\[)/,
  ),
  jsonRow(
    'github-export',
    'GitHub dependency graph export',
    'claim',
    ['.json'],
    /^\s*\{\s*"sbom"\s*:\s*\{(?=[\s\S]*"spdxVersion"\s*:)/,
  ),
  jsonRow(
    'cyclonedx-json',
    'CycloneDX SBOM',
    'claim',
    ['.json', '.cdx', '.cdx.json', '.bom.json'],
    // 2.0 calls it `specFormat`. A wrong value is for the schema to tell.
    /"(?:bom|spec)Format"\s*:\s*"/,
  ),
  jsonRow(
    'spdx-json',
    'SPDX 2 SBOM',
    'claim',
    ['.json', '.spdx.json'],
    // Some writers put the version last, behind thousands of files.
    /"spdxVersion"\s*:\s*"SPDX-2|"SPDXID"\s*:\s*"SPDXRef-/,
  ),
  jsonRow(
    'spdx3-json',
    'SPDX 3 SBOM',
    'claim',
    ['.json', '.spdx.json', '.jsonld'],
    /"@context"\s*:\s*(?:\[\s*)?"https:\/\/spdx\.org\/rdf\/3/,
  ),
  jsonRow(
    'syft-json',
    'Syft SBOM',
    'claim',
    ['.json', '.syft.json'],
    /^\s*\{\s*"artifacts"\s*:\s*\[|"https:\/\/raw\.githubusercontent\.com\/anchore\/syft\/[^"]*\/schema-[^"]*"/,
  ),
  jsonRow(
    'github-snapshot',
    'GitHub dependency snapshot',
    'claim',
    ['.json'],
    /"detector"\s*:\s*\{(?=[\s\S]*"manifests"\s*:\s*\{)|"manifests"\s*:\s*\{(?=[\s\S]*"package_url"\s*:\s*"pkg:)/,
  ),
  jsonRow(
    'openvex',
    'OpenVEX document',
    'claim',
    ['.json', '.vex.json', '.openvex.json'],
    /"@context"\s*:\s*"https:\/\/openvex\.dev/,
  ),
  jsonRow('csaf', 'CSAF document', 'claim', ['.json'], /"csaf_version"\s*:/),
  jsonRow(
    'osv',
    'OSV record',
    'reference',
    ['.json'],
    /"schema_version"\s*:\s*"1\.[^"]*"[\s\S]{0,4000}"affected"\s*:|"affected"\s*:\s*\[\s*\{\s*"package"/,
  ),
  jsonRow(
    'oci-index',
    'OCI image index',
    'claim',
    ['.json'],
    /"mediaType"\s*:\s*"application\/vnd\.(?:oci\.image\.index|docker\.distribution\.manifest\.list)[^"]*"/,
  ),
  jsonRow(
    'oci-manifest',
    'OCI image manifest',
    'claim',
    ['.json'],
    /"mediaType"\s*:\s*"application\/vnd\.(?:oci\.image\.manifest|docker\.distribution\.manifest\.v2)[^"]*"/,
  ),
  {
    id: 'cyclonedx-protobuf',
    title: 'CycloneDX SBOM, protobuf',
    family: 'document',
    role: 'claim',
    extensions: ['.cdx', '.cdx.bin', '.bin', '.pb'],
    // Field 1, the version of the specification, as three characters; then a field of the message `Bom`.
    match: ({ bytes }) =>
      bytes[0] === 0x0a &&
      bytes[1] === 3 &&
      bytes[2] === 0x31 &&
      bytes[3] === 0x2e &&
      [0x10, 0x1a, 0x22, 0x2a].includes(bytes[5] ?? 0)
        ? 'field 1 is "1.x"'
        : undefined,
  },
  {
    id: 'cyclonedx-xml',
    title: 'CycloneDX SBOM, XML',
    family: 'document',
    role: 'claim',
    extensions: ['.xml', '.cdx.xml'],
    match: (head) =>
      xml(head) && /cyclonedx\.org\/schema\/bom/.test(head.text) ? 'its XML namespace' : undefined,
  },
  {
    id: 'spdx-rdf',
    title: 'SPDX 2 SBOM, RDF/XML',
    family: 'document',
    role: 'claim',
    extensions: ['.rdf', '.spdx.rdf', '.xml', '.rdf.xml'],
    match: (head) =>
      xml(head) && /spdx\.org\/rdf\/(?:terms|3)/.test(head.text) ? 'its RDF namespace' : undefined,
  },
  {
    id: 'spdx-xml',
    title: 'SPDX 2 SBOM, XML',
    family: 'document',
    role: 'claim',
    extensions: ['.xml', '.spdx.xml'],
    match: (head) =>
      xml(head) && /<(?:SPDXID|spdxElementId)>\s*SPDXRef-|<spdxVersion>\s*SPDX-2/.test(head.text)
        ? 'its SPDX elements'
        : undefined,
  },
  textRow(
    'spdx-tag-value',
    'SPDX 2 SBOM, tag-value',
    'claim',
    ['.spdx', '.tag', '.txt'],
    /^(?:#[^\n]*\n|[ \t\r]*\n)*SPDXVersion:/,
  ),
  textRow(
    'cyclonedx-textproto',
    'CycloneDX SBOM, text protobuf',
    'claim',
    ['.textproto', '.txtpb', '.prototxt'],
    /^# proto-message: (?:cyclonedx\.v1_\d\.)?Bom\b|^spec_version:\s*"\d+\.\d+"/m,
  ),
  textRow(
    'spdx-yaml',
    'SPDX 2 SBOM, YAML',
    'claim',
    ['.yaml', '.yml'],
    /^spdxVersion:\s*["']?SPDX-2|^SPDXID:\s*["']?SPDXRef-DOCUMENT\b/m,
  ),
  textRow(
    'minisign-key',
    'minisign or signify public key',
    'reference',
    ['.pub'],
    /^untrusted comment:[^\n]*public key/i,
  ),
  textRow(
    'ssh-key',
    'SSH public key',
    'reference',
    ['.pub'],
    /^(?:ssh-(?:ed25519|rsa)|ecdsa-sha2-nistp\d+) [A-Za-z0-9+/]+/,
  ),
  textRow(
    'minisign',
    'minisign signature or key',
    'claim',
    ['.minisig', '.pub', '.sig'],
    /^untrusted comment:/,
  ),
  textRow('sshsig', 'SSH signature', 'claim', ['.sig'], /^-----BEGIN SSH SIGNATURE-----/),
  textRow(
    'openpgp',
    'OpenPGP block',
    'claim',
    ['.asc', '.sig', '.gpg', '.pgp', '.key'],
    /^-----BEGIN PGP [A-Z ]+-----/,
  ),
  textRow(
    'pem-key',
    'PEM public key',
    'reference',
    ['.pem', '.pub', '.key'],
    /-----BEGIN (?:RSA |EC )?PUBLIC KEY-----/,
  ),
  textRow(
    'pem-certificate',
    'PEM certificate',
    'claim',
    ['.pem', '.crt', '.cer', '.cert'],
    /-----BEGIN CERTIFICATE-----/,
  ),
  textRow(
    'digest-list',
    'list of digests',
    'claim',
    ['.txt', '.sha256', '.sha512', '.sums', ''],
    /^(?:[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128}) [ *]\S/m,
  ),
];
