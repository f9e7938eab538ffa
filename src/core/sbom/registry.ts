import { Registry } from '../base/registry.ts';
import { csaf } from './csaf.ts';
import { cyclonedxJson } from './cyclonedx-json.ts';
import { cyclonedxXml } from './cyclonedx-xml.ts';
import { githubExport } from './github-export.ts';
import { githubSnapshot } from './github-snapshot.ts';
import { openvex } from './openvex.ts';
import { grype } from './scan/grype.ts';
import { osvScanner } from './scan/osv-scanner.ts';
import { sarif } from './scan/sarif.ts';
import { trivy } from './scan/trivy.ts';
import { spdxJson } from './spdx-json.ts';
import { spdxRdf } from './spdx-rdf.ts';
import { spdxTagValue } from './spdx-tag-value.ts';
import { spdxXml } from './spdx-xml.ts';
import { spdxYaml } from './spdx-yaml.ts';
import { spdx3Json } from './spdx3-json.ts';
import { syftJson } from './syft-json.ts';
import type { DocumentReader } from './types.ts';

/** Every reader of documents that state components, or what is wrong with them. */
export const documentReaders = new Registry<DocumentReader>([
  cyclonedxJson,
  cyclonedxXml,
  spdxJson,
  spdxTagValue,
  spdxYaml,
  spdxRdf,
  spdxXml,
  spdx3Json,
  syftJson,
  githubExport,
  githubSnapshot,
  openvex,
  csaf,
  trivy,
  grype,
  osvScanner,
  sarif,
]);

/** The reader of a kind of the sniff table. */
export function documentReaderOf(kind: string): DocumentReader | undefined {
  return [...documentReaders].find(({ kinds }) => kinds.includes(kind));
}
