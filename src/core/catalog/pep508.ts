/** A Python requirement (PEP 508): what is asked for, and when. */
export interface PythonRequirement {
  readonly name: string;
  /** `>=1.21.1,<3`, or the URL after `@`; empty when any version will do. */
  readonly specifier: string;
  /** The condition after `;`. */
  readonly marker: string;
}

const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?/;

/** Reads `name[extras] specifier ; marker`; `undefined` when it does not start with a name. */
export function parseRequirement(text: string): PythonRequirement | undefined {
  const line = text.trim();
  const name = NAME.exec(line)?.[0];
  if (name === undefined) return undefined;
  let rest = line.slice(name.length).trimStart();
  if (rest.startsWith('[')) rest = rest.slice(rest.indexOf(']') + 1 || rest.length).trimStart();
  const isUrl = rest.startsWith('@');
  // In a URL a semicolon ends the URL only after a blank.
  const semicolon = isUrl ? rest.search(/[ \t];/) : rest.indexOf(';');
  const marker = semicolon < 0 ? '' : rest.slice(rest.indexOf(';', semicolon) + 1).trim();
  const asked = (semicolon < 0 ? rest : rest.slice(0, semicolon)).trim();
  const bare = asked.startsWith('(') && asked.endsWith(')') ? asked.slice(1, -1).trim() : asked;
  return { name, specifier: isUrl ? bare.slice(1).trim() : bare, marker };
}

/** Whether a marker only holds when an extra was asked for. */
export function needsExtra(marker: string): boolean {
  return /(?:^|[^A-Za-z0-9_])extra[ \t]*==/.test(marker);
}

/** The name by which two spellings are the same project (PEP 503). */
export function projectKey(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
