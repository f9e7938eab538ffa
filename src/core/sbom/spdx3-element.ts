import { isJsonObject, type JsonObject, own, ownText } from '../base/json-shape.ts';
import type { Party } from '../model/document.ts';
import type { ComponentType } from '../model/reading.ts';
import { hashText } from './hash-text.ts';
import { listOf, type Spdx3Element, type Spdx3Graph } from './spdx3-graph.ts';
import type { StatedBuilder } from './stated-builder.ts';

const PURPOSES: Readonly<Record<string, ComponentType>> = {
  application: 'application',
  framework: 'framework',
  library: 'library',
  container: 'container',
  operatingSystem: 'operating-system',
  platform: 'platform',
  device: 'device',
  deviceDriver: 'device-driver',
  firmware: 'firmware',
  file: 'file',
  data: 'data',
  model: 'machine-learning-model',
};

/** What an element is as a component: counted, kept beside (a file), or none (an agent, a licence). */
export function componentOf({
  type,
  part,
}: Spdx3Element): { type: ComponentType; counted: boolean } | undefined {
  const purpose = ownText(part, 'software_primaryPurpose') ?? '';
  const byPurpose = Object.hasOwn(PURPOSES, purpose) ? PURPOSES[purpose] : undefined;
  switch (type) {
    case 'software_Package':
      return { type: byPurpose ?? 'library', counted: true };
    case 'ai_AIPackage':
      return { type: 'machine-learning-model', counted: true };
    case 'dataset_DatasetPackage':
    case 'dataset_Dataset':
      return { type: 'data', counted: true };
    case 'software_File':
    case 'software_Snippet':
    case 'software_SoftwareArtifact':
      return { type: 'file', counted: false };
    case 'build_Build':
      return { type: 'data', counted: false };
    default:
      return undefined;
  }
}

/** A purl stated as such, or among the other identifiers. */
export function purlOf(part: JsonObject): string | undefined {
  const stated = ownText(part, 'software_packageUrl');
  if (stated !== undefined) return stated;
  const found = identifiersOf(part).find(({ type }) => type === 'packageUrl' || type === 'purl');
  return found?.identifier;
}

/** External identifiers; some writers name the list in the plural. */
function identifiersOf(part: JsonObject) {
  return ['externalIdentifier', 'externalIdentifiers'].flatMap((key) =>
    listOf(part, key).flatMap((one, i) => {
      if (!isJsonObject(one)) return [];
      const identifier = ownText(one, 'identifier') ?? '';
      return [{ type: ownText(one, 'externalIdentifierType') ?? 'other', identifier, at: `/${key}/${i}` }];
    }),
  );
}

const ROLES: Readonly<Record<string, string>> = {
  cpe22: 'cpe',
  cpe23: 'cpe',
  gitoid: 'gitoid',
  packageUrl: 'purl',
  purl: 'purl',
  swhid: 'swhid',
  swid: 'swid',
};
const REFERENCES: Readonly<Record<string, string>> = {
  altDownloadLocation: 'distribution',
  altWebPage: 'website',
  binaryArtifact: 'distribution',
  bom: 'bom',
  chat: 'chat',
  documentation: 'documentation',
  issueTracker: 'issue-tracker',
  license: 'license',
  mailingList: 'mailing-list',
  releaseNotes: 'release-notes',
  securityAdvisory: 'advisories',
  SourceArtifact: 'source-distribution',
  sourceArtifact: 'source-distribution',
  vcs: 'vcs',
};
/** Texts by the field they are facts of. */
const TEXTS: readonly (readonly [key: string, field: string, role?: string])[] = [
  ['description', 'description'],
  ['comment', 'comment'],
  ['software_sourceInfo', 'comment', 'source'],
  ['software_copyrightText', 'copyright'],
  ['software_primaryPurpose', 'purpose'],
  ['software_downloadLocation', 'external-reference', 'distribution'],
  ['software_homePage', 'external-reference', 'website'],
  ['builtTime', 'built'],
  ['releaseTime', 'released'],
  ['validUntilTime', 'valid-until'],
  ['contentType', 'mime-type'],
];

/** Everything an element says of itself (SPDX 3.0.1, Core and Software). */
export function elementFacts(
  builder: StatedBuilder,
  subject: number,
  graph: Spdx3Graph,
  element: Spdx3Element,
) {
  const { part, type } = element;
  for (const [key, field, role] of TEXTS)
    sayText(builder, subject, field, own(part, key), { role, at: `/${key}` });
  const summary = ownText(part, 'summary');
  const described = ownText(part, 'description') !== undefined;
  builder.fact(subject, described ? 'comment' : 'description', summary, {
    role: described ? 'summary' : undefined,
    at: '/summary',
  });
  listOf(part, 'software_additionalPurpose').forEach((value, i) => {
    sayText(builder, subject, 'purpose', value, {
      role: 'additional',
      at: `/software_additionalPurpose/${i}`,
    });
  });
  listOf(part, 'software_attributionText').forEach((value, i) => {
    sayText(builder, subject, 'comment', value, {
      role: 'attribution',
      at: `/software_attributionText/${i}`,
    });
  });
  parties(builder, subject, graph, part, 'suppliedBy', 'supplier');
  parties(builder, subject, graph, part, 'originatedBy', 'originator');
  const named = purlOf(part);
  for (const { type: kind, identifier, at } of identifiersOf(part)) {
    const role = Object.hasOwn(ROLES, kind) ? ROLES[kind] : undefined;
    if (role === 'purl' && identifier === named) continue;
    builder.fact(subject, 'identifier', identifier, { role: role ?? kind, at });
  }
  listOf(part, 'software_contentIdentifier').forEach((one, i) => {
    if (!isJsonObject(one)) return;
    builder.fact(subject, 'identifier', ownText(one, 'software_contentIdentifierValue'), {
      role: ownText(one, 'software_contentIdentifierType'),
      at: `/software_contentIdentifier/${i}`,
    });
  });
  listOf(part, 'externalRef').forEach((one, i) => {
    if (!isJsonObject(one)) return;
    const kind = ownText(one, 'externalRefType') ?? 'other';
    const role = (Object.hasOwn(REFERENCES, kind) ? REFERENCES[kind] : undefined) ?? kind;
    for (const locator of listOf(one, 'locator'))
      sayText(builder, subject, 'external-reference', locator, { role, at: `/externalRef/${i}` });
  });
  const role = type === 'software_File' || type === 'software_Snippet' ? 'file' : 'component';
  listOf(part, 'verifiedUsing').forEach((one, i) => {
    if (!isJsonObject(one)) return;
    const value = hashText(ownText(one, 'algorithm'), ownText(one, 'hashValue'));
    const code = ownText(one, 'type')?.endsWith('PackageVerificationCode') === true;
    builder.fact(subject, code ? 'verification-code' : 'hash', code ? ownText(one, 'hashValue') : value, {
      ...(code ? {} : { role }),
      at: `/verifiedUsing/${i}`,
    });
  });
}

function sayText(
  builder: StatedBuilder,
  subject: number,
  field: string,
  value: unknown,
  more: { readonly role?: string | undefined; readonly at: string },
): void {
  if (value === 'NONE' || value === 'NOASSERTION') builder.absent(subject, field, value, more);
  else if (typeof value === 'string') builder.fact(subject, field, value, more);
}

function parties(
  builder: StatedBuilder,
  subject: number,
  graph: Spdx3Graph,
  part: JsonObject,
  key: string,
  field: string,
): void {
  listOf(part, key).forEach((reference, i) => {
    const at = `/${key}/${i}`;
    const agent = partyOf(graph, reference, 'author');
    builder.fact(subject, field, agent?.name, { role: 'name', at });
    builder.fact(subject, field, agent?.email, { role: 'email', at });
    builder.fact(subject, field, agent?.url, { role: 'url', at });
  });
}

const AGENTS: Readonly<Record<string, Party['kind']>> = {
  Person: 'person',
  Organization: 'organization',
  SoftwareAgent: 'tool',
  Tool: 'tool',
};

/** An agent or a tool that is referred to, or stands inline. */
export function partyOf(graph: Spdx3Graph, reference: unknown, role: Party['role']): Party | undefined {
  const id = graph.id(reference);
  const part =
    (id === undefined ? undefined : graph.find(id)?.part) ??
    (isJsonObject(reference) ? reference : undefined);
  if (part === undefined) return undefined;
  const type = ownText(part, 'type') ?? ownText(part, '@type') ?? '';
  const ids = identifiersOf(part);
  const email = ids.find(({ type: kind }) => kind === 'email')?.identifier;
  const url = ids.find(
    ({ type: kind, identifier }) => kind === 'urlScheme' || /^https?:/.test(identifier),
  )?.identifier;
  const name = ownText(part, 'name');
  const version = ownText(part, 'software_packageVersion');
  return {
    role,
    kind: (Object.hasOwn(AGENTS, type) ? AGENTS[type] : undefined) ?? 'unknown',
    ...(name === undefined ? {} : { name }),
    ...(version === undefined ? {} : { version }),
    ...(email === undefined ? {} : { email }),
    ...(url === undefined ? {} : { url }),
  };
}
