import { parsePurl } from '../../base/purl-parse.ts';
import type { Component } from '../model.ts';

/** What two sides are joined by, where no digest does. */
export interface Identity {
  /** Type and name of the package URL, without what tools leave out or write differently; absent without one. */
  readonly package: string | undefined;
  readonly type: string | undefined;
  readonly version: string;
  /** Empty where none is stated. */
  readonly epoch: string;
  readonly arch: string | undefined;
  /** Spellings of the name that count as equal. */
  readonly names: readonly string[];
}

/** Packages of a distribution: which one is a qualifier and a namespace that tools do not agree on. */
const SYSTEM = new Set(['deb', 'rpm', 'apk', 'alpm']);

export function isSystemType(type: string): boolean {
  return SYSTEM.has(type);
}

/**
 * The identity of a component, as far as different tools agree on it. Of system packages neither distribution nor
 * `upstream` counts, and the epoch may stand in the version, in a qualifier, or nowhere.
 */
export function identityOf(component: Pick<Component, 'purl' | 'name' | 'version' | 'type'>): Identity {
  const parsed = component.purl === undefined ? undefined : parsePurl(component.purl);
  if (parsed === undefined) {
    const { epoch, version } = splitVersion(undefined, component.version ?? '');
    const names = spellings(component.name, '');
    return { package: undefined, type: undefined, version, epoch, arch: undefined, names };
  }
  const { type } = parsed;
  const system = SYSTEM.has(type);
  const namespace = system ? '' : fold(type, parsed.namespace);
  const { epoch, version } = splitVersion(type, parsed.version ?? component.version ?? '');
  return {
    package: [type, namespace, fold(type, parsed.name)].join('\0'),
    type,
    version,
    epoch: epoch === '' ? (parsed.qualifiers.get('epoch') ?? '') : epoch,
    arch: parsed.qualifiers.get('arch'),
    names: spellings(parsed.name, system ? '' : parsed.namespace),
  };
}

/** Sorts alike whatever the order of drops; equal for things that are the same. */
export function identityKey({ package: named, version, arch, names }: Identity): string {
  return [named ?? `\0${names[0] ?? ''}`, version, arch ?? ''].join('\0');
}

/** PyPI names are case-insensitive and know one separator; the others keep their case where the type keeps it. */
function fold(type: string, name: string): string {
  if (type === 'pypi') return name.toLowerCase().replace(/[-_.]+/g, '-');
  return SYSTEM.has(type) ? name.toLowerCase() : name;
}

/** Name and version that a document gives beside a package URL of `type`, written as an {@link Identity} has them. */
export function saidBeside(
  type: string | undefined,
  { name, version = '' }: { readonly name: string; readonly version: string | undefined },
): Pick<Identity, 'names' | 'version'> {
  return { names: spellings(name, ''), version: splitVersion(type, version).version };
}

function splitVersion(type: string | undefined, raw: string): { epoch: string; version: string } {
  const text = raw.trim();
  if (type === 'golang' || type === undefined) {
    const version = text.replace(/^v(?=\d)/, '');
    return type === undefined ? splitEpoch(version) : { epoch: '', version };
  }
  return SYSTEM.has(type) ? splitEpoch(text) : { epoch: '', version: text };
}

function splitEpoch(text: string): { epoch: string; version: string } {
  const epoch = /^(\d{1,9}):(?=\S)/.exec(text);
  return epoch === null
    ? { epoch: '', version: text }
    : { epoch: epoch[1] ?? '', version: text.slice(epoch[0].length) };
}

/** The name alone and with its namespace, in the ways documents write it: `group/name`, `group:name`, `@scope/name`. */
function spellings(name: string, namespace: string): string[] {
  const parts = `${namespace}/${name}`
    .split(/[/:]/)
    .map(looseName)
    .filter((part) => part !== '');
  return [...new Set([parts.join('/'), parts.at(-1) ?? ''])].filter((one) => one !== '');
}

/** A name without case, and with one separator. */
export function looseName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[-_.:\s]+/g, '-');
}
