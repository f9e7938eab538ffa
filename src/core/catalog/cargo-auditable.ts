import { decodeLatin1, hasMagic } from '../base/bytes.ts';
import { readJson } from '../base/json.ts';
import { isJsonObject, type JsonObject, own, ownList, ownText } from '../base/json-shape.ts';
import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { inflateBounded } from './bounded-inflate.ts';
import { EXECUTABLE_MAGIC, executablesIn, type Section } from './executable.ts';
import { listPresent } from './list-package.ts';
import { purl } from './purl.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger } from './types.ts';

/** The limit that the format's description gives for the JSON. */
const MOST_JSON = 8 * 2 ** 20;

/** The crates a Rust program was built from, where it was built with cargo-auditable. */
export const cargoAuditable: Cataloger = {
  id: 'cargo.auditable',
  title: 'Rust programs',
  spec: 'github.com/rust-secure-code/cargo-auditable: PARSING.md',
  match: { globs: [], magic: EXECUTABLE_MAGIC },
  needs: 'large',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const listed = new Set<string>();
    for (const { sections } of executablesIn(file.bytes)) {
      const section = sections.find(({ name }) => name === '.dep-v0');
      if (section === undefined) {
        sayNotRecorded(out, file.bytes, sections);
        continue;
      }
      const packages = readSection(out, file.bytes, section);
      if (packages !== undefined) listCrates(out, packages, `byte ${section.offset}`, listed);
    }
    return out.done();
  },
};

/** Where compilers put texts: ELF, PE, Mach-O. */
const TEXTS = new Set(['.rodata', '.rdata', '__const', '__cstring']);

/** Path of the standard library at the time it was built, as panics name it: by commit, or by version as in Debian. */
const STANDARD_LIBRARY =
  /^\/rustc(?:\/[0-9a-f]{40}|-(\d{1,4}\.\d{1,4}\.\d{1,4})[\w.+~-]{0,20})\/library\/(?:std|core|alloc)\//;
const LONGEST_PATH = 100;
const SLASH = 0x2f;

/** Says of a Rust program without a record that its crates are not known: which is not that it has none. */
function sayNotRecorded(out: ReadingBuilder, bytes: Uint8Array, sections: readonly Section[]): void {
  for (const { name, offset, size } of sections) {
    if (!TEXTS.has(name)) continue;
    const texts = bytes.subarray(offset, offset + size);
    for (let at = texts.indexOf(SLASH); at >= 0; at = texts.indexOf(SLASH, at + 1)) {
      if (!hasMagic(texts, '/rustc', at)) continue;
      const found = STANDARD_LIBRARY.exec(decodeLatin1(texts.subarray(at, at + LONGEST_PATH)));
      if (found === null) continue;
      const by = found[1] === undefined ? 'rustc' : `rustc ${found[1]}`;
      const what = `was built by ${by}; the crates it was built from are not recorded`;
      out.saysNotAll();
      out.fault('cargo.no-crates', 'info', `"${displayName(out.path)}" ${what}.`, offset + at);
      return;
    }
  }
}

function readSection(
  out: ReadingBuilder,
  bytes: Uint8Array,
  { offset, size }: Section,
): readonly unknown[] | undefined {
  const refuse = (why: string): undefined => {
    const what = `"${displayName(out.path)}" records the crates it was built from, but the record`;
    out.fault('cargo.auditable', 'error', `${what} ${why}; they are not known.`, offset);
    return undefined;
  };
  const inflated = inflateBounded(bytes.subarray(offset, offset + size), MOST_JSON);
  if (inflated.state === 'too-long') return refuse(`is longer than ${MOST_JSON.toLocaleString('en')} bytes`);
  if (inflated.state === 'damaged') return refuse('cannot be decompressed');
  const json = readJson(inflated.bytes, out.limits);
  if (!json.ok || !isJsonObject(json.value.value)) return refuse('is no JSON object');
  const packages = ownList(json.value.value, 'packages');
  if (packages.length === 0) return refuse('lists no packages');
  return packages;
}

interface Crate {
  readonly ref: string;
  readonly fields: JsonObject;
  readonly build: boolean;
}

function listCrates(
  out: ReadingBuilder,
  packages: readonly unknown[],
  pointer: string,
  listed: Set<string>,
): void {
  const crates = packages.map((fields, index) => listCrate(out, fields, index, pointer, listed));
  const roots = packages.filter((one) => isJsonObject(one) && own(one, 'root') === true).length;
  if (roots !== 1) {
    const many = roots === 0 ? 'none' : roots.toLocaleString('en');
    const what = `of the crates in "${displayName(out.path)}", ${many} ${roots === 1 ? 'is' : 'are'} marked as its root`;
    out.fault('cargo.auditable.root', 'warning', `There is one program, but ${what}.`);
  }
  const cyclic = findCycle(packages);
  if (cyclic !== undefined) {
    const name = displayName(out.path);
    const what = `The crates recorded in "${name}" depend on each other in a circle (at package ${cyclic})`;
    out.fault('cargo.auditable.cycle', 'warning', `${what}, which Cargo never writes.`);
  }
  let wrong = 0;
  for (const crate of crates) {
    if (crate === undefined || out.full) continue;
    for (const index of ownList(crate.fields, 'dependencies')) {
      const to = typeof index === 'number' ? crates[index] : undefined;
      if (to === undefined) wrong++;
      else {
        const scope = to.build && !crate.build ? 'build' : 'runtime';
        out.relate({
          from: crate.ref,
          to: to.ref,
          kind: 'dependsOn',
          scope,
          rawKind: 'dependencies',
          how: 'stated',
        });
      }
    }
  }
  if (wrong > 0) {
    const what = wrong === 1 ? '1 dependency' : `${wrong.toLocaleString('en')} dependencies`;
    out.fault(
      'cargo.auditable.index',
      'error',
      `${what} in "${displayName(out.path)}" lead to no crate; the others were kept.`,
    );
  }
}

/** `undefined` for an entry that names no crate, or one that another architecture of the file named too. */
function listCrate(
  out: ReadingBuilder,
  fields: unknown,
  index: number,
  pointer: string,
  listed: Set<string>,
): Crate | undefined {
  const name = isJsonObject(fields) ? ownText(fields, 'name') : undefined;
  const version = isJsonObject(fields) ? ownText(fields, 'version') : undefined;
  if (!isJsonObject(fields) || !name || !version) {
    const what = `Package ${index} recorded in "${displayName(out.path)}" has no name or no version`;
    out.fault('cargo.auditable.package', 'error', `${what}; the others were kept.`);
    return undefined;
  }
  const source = ownText(fields, 'source');
  const ref = `${out.path}#${name}@${version}${source === undefined ? '' : ` ${source}`}`;
  const build = ownText(fields, 'kind') === 'build';
  if (listed.has(ref)) return undefined;
  const type = own(fields, 'root') === true ? 'application' : 'library';
  const identity = purl({ type: 'cargo', name, version });
  if (!listPresent(out, { ref, type, name, version, purl: identity, pointer })) return undefined;
  listed.add(ref);
  out.fact(ref, 'installed-from', source, { pointer });
  if (build) out.fact(ref, 'scope', 'build', { pointer });
  return { ref, fields, build };
}

/** The index of a package that depends on itself, over whatever others; one walk over all edges. */
function findCycle(packages: readonly unknown[]): number | undefined {
  const state = new Uint8Array(packages.length);
  const edges = packages.map((one) => (isJsonObject(one) ? ownList(one, 'dependencies') : []));
  for (let root = 0; root < packages.length; root++) {
    const open: { readonly at: number; next: number }[] = state[root] === 0 ? [{ at: root, next: 0 }] : [];
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      state[top.at] = 1;
      const to = edges[top.at]?.[top.next++];
      if (to === undefined) {
        state[top.at] = 2;
        open.pop();
      } else if (typeof to === 'number' && state[to] === 1) return to;
      else if (typeof to === 'number' && state[to] === 0) open.push({ at: to, next: 0 });
    }
  }
  return undefined;
}
