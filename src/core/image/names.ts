import type { Descriptor } from './descriptor.ts';

const REF_NAME = 'org.opencontainers.image.ref.name';
const CONTAINERD_NAME = 'io.containerd.image.name';

/** Entries of `index.json` that say the same of the same bytes, under all their names. */
export function groupByName(
  descriptors: readonly Descriptor[],
): Map<string, { readonly descriptor: Descriptor; readonly names: string[] }> {
  const groups = new Map<string, { readonly descriptor: Descriptor; readonly names: string[] }>();
  for (const descriptor of descriptors) {
    const { annotations, ...rest } = descriptor;
    const { [REF_NAME]: ref, [CONTAINERD_NAME]: name, ...others } = annotations;
    const key = JSON.stringify([rest, others]);
    const group = groups.get(key) ?? { descriptor, names: [] };
    groups.set(key, group);
    if (name !== undefined) group.names.push(name);
    if (ref !== undefined && !(name ?? '').endsWith(`:${ref}`)) group.names.push(ref);
  }
  return groups;
}

/** Full names before bare tags, each once; a tag that a full name ends with tells nothing more. */
export function namesOf(names: Iterable<string>): string[] {
  const distinct = [...new Set(names)].filter((name) => name !== '');
  const isFull = (name: string) => /[/:]/.test(name);
  const full = distinct.filter(isFull);
  const tags = new Set(full.map((name) => name.slice(name.lastIndexOf(':') + 1)));
  return [...full, ...distinct.filter((name) => !isFull(name) && !tags.has(name))];
}

/** Two lists of names of one image; `alpine:3` is how Docker writes `docker.io/library/alpine:3`. */
export function joinNames(names: readonly string[], others: readonly string[]): string[] {
  const known = new Set(names.map(familiar));
  return namesOf([...names, ...others.filter((name) => !known.has(familiar(name)))]);
}

function familiar(name: string): string {
  return name.replace(/^(?:index\.)?docker\.io\/(?:library\/)?/, '');
}
