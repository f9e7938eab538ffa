import { child, childText, items, type XmlElement } from '../base/xml.ts';

/** Maven coordinates; what is not stated, or stated through a property that the POM does not set, is absent. */
export interface Coordinates {
  readonly group: string | undefined;
  readonly artifact: string | undefined;
  readonly version: string | undefined;
}

export interface PomDependency extends Coordinates {
  readonly scope: string;
  readonly optional: boolean;
  readonly line: number;
}

/** What is read of a POM (maven.apache.org/pom.html). */
export interface Pom extends Coordinates {
  readonly dependencies: readonly PomDependency[];
  /** Field and value, in the words of facts. */
  readonly facts: readonly (readonly [field: string, value: string | undefined])[];
}

/** Reads a `project` element; `undefined` for anything else. Group and version come from the parent where they are its. */
export function readPom(root: XmlElement): Pom | undefined {
  if (root.name !== 'project') return undefined;
  const parent = child(root, 'parent');
  const own: Coordinates = {
    group: childText(root, 'groupId') ?? childText(parent, 'groupId'),
    artifact: childText(root, 'artifactId'),
    version: childText(root, 'version') ?? childText(parent, 'version'),
  };
  const properties = new Map<string, string>();
  for (const { name, text } of child(root, 'properties')?.children ?? [])
    if (text.length <= LONGEST) properties.set(name, text);
  for (const prefix of ['project.', 'pom.', ''])
    for (const [key, value] of [
      ['groupId', own.group],
      ['artifactId', own.artifact],
      ['version', own.version],
    ] as const)
      if (value !== undefined && !(prefix === '' && properties.has(key))) properties.set(prefix + key, value);
  const filled = (text: string | undefined): string | undefined => fill(text, properties);
  const coordinates = (element: XmlElement): Coordinates => ({
    group: filled(childText(element, 'groupId')),
    artifact: filled(childText(element, 'artifactId')),
    version: filled(childText(element, 'version')),
  });
  return {
    group: filled(own.group),
    artifact: filled(own.artifact),
    version: filled(own.version),
    dependencies: items(root, 'dependencies', 'dependency').map((one) => ({
      ...coordinates(one),
      scope: childText(one, 'scope') ?? 'compile',
      optional: childText(one, 'optional') === 'true',
      line: one.line,
    })),
    facts: [
      ...items(root, 'licenses', 'license').map((one) => ['license', childText(one, 'name')] as const),
      ['description', childText(root, 'description')],
      ['homepage', childText(root, 'url')],
      ['repository', filled(childText(child(root, 'scm'), 'url'))],
      ['supplier', childText(child(root, 'organization'), 'name')],
    ],
  };
}

/** Rounds of replacement: a property may be made of another, not of a chain that doubles. */
const ROUNDS = 3;
const LONGEST = 1024;

/** Replaces `${name}`; a text in which one stays unknown is not known. */
function fill(text: string | undefined, properties: ReadonlyMap<string, string>): string | undefined {
  let out = text;
  for (let round = 0; round < ROUNDS && out?.includes('${'); round++) {
    if (out.length > LONGEST) return undefined;
    out = out.replace(/\$\{([^{}]{1,200})\}/g, (whole, name: string) => properties.get(name.trim()) ?? whole);
  }
  return out === undefined || out.includes('${') || out.length > LONGEST ? undefined : out;
}
