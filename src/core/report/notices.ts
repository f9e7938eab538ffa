import { displayName } from '../base/names.ts';
import {
  type ComponentLicenses,
  componentLicenses,
  type LicenseFile,
  licenseFilesOf,
} from '../case/license-texts.ts';
import type { CaseModel, Component } from '../case/model.ts';
import { placeKey, type ReadText, readTexts, type TextAccess } from '../case/read-texts.ts';

export const NOTICES_FILE = 'NOTICES.txt';

const DOUBLE = '='.repeat(80);
const SINGLE = '-'.repeat(80);

/**
 * Writes the license texts, notices and copyright files of an artifact, by the component they lie in: each text as it
 * stands there, read again from the dropped files. Sorted by name, version and path, without a date, so that the same
 * artifact gives the same file. What is not known is said: components without a text, and files of no component.
 */
export async function notices(model: CaseModel, access: TextAccess): Promise<string> {
  const all = licenseFilesOf(model);
  const named = new Map(model.trees.map(({ id, name }) => [id, name]));
  const texts = await readTexts(model, all, access);
  const present = presentComponents(model).map(({ index, component }) => ({
    component,
    licenses: componentLicenses(model, index),
  }));
  const writer = new Writer(texts, named);
  const withFiles = present.filter(({ licenses }) => licenses.files.length > 0);
  const free = all.filter(({ component }) => component === undefined);
  writer.head(model, withFiles.length, present.length, all.length);
  for (const { component, licenses } of withFiles) writer.component(component, licenses);
  if (free.length > 0) {
    writer.title('Files that belong to no component, or to one of several');
    for (const file of free) writer.file(file);
  }
  const without = present.filter(({ licenses }) => licenses.files.length === 0);
  if (without.length > 0) {
    writer.title('Components in which no license text was found');
    for (const { component, licenses } of without)
      writer.line(`${titleOf(component)}: ${declaredText(licenses)}`);
  }
  return writer.text();
}

/** Components that are installed, by name, version and key. */
function presentComponents(model: CaseModel): { readonly index: number; readonly component: Component }[] {
  const present = model.components.flatMap((component, index) =>
    component.occurrences.some((at) => model.occurrences[at]?.state === 'present')
      ? [{ index, component }]
      : [],
  );
  const key = ({ name, version = '', key }: Component) => `${name.toLowerCase()}\0${version}\0${key}`;
  const keyed = present.map((one) => [key(one.component), one] as const);
  return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, one]) => one);
}

function titleOf({ name, version }: Component): string {
  return displayName([name, version].filter((part) => part !== undefined && part !== '').join(' '));
}

function declaredText({ declared }: ComponentLicenses): string {
  return declared.length === 0 ? 'declares no license' : `declares ${displayName(declared.join('; '))}`;
}

const KINDS = ['license', 'copyright', 'notice'];

class Writer {
  readonly #texts: ReadonlyMap<string, ReadText>;
  readonly #trees: ReadonlyMap<string, string>;
  readonly #lines: string[] = [];
  /** Where a text was written first, by its digest. */
  readonly #written = new Map<string, string>();

  constructor(texts: ReadonlyMap<string, ReadText>, trees: ReadonlyMap<string, string>) {
    this.#texts = texts;
    this.#trees = trees;
  }

  head(model: CaseModel, withFiles: number, components: number, files: number): void {
    const dropped = model.sources
      .filter(({ parent }) => parent === undefined)
      .map(({ name }) => displayName(name));
    this.line('NOTICES');
    this.line('');
    this.line(`Found in: ${[...new Set(dropped)].sort().join(', ')}`);
    this.line(`License texts, notices and copyright files: ${files.toLocaleString('en')}.`);
    const of = components.toLocaleString('en');
    this.line(`Components in which one was found: ${withFiles.toLocaleString('en')} of ${of}.`);
    this.line(
      'Each text stands here as it stands in the file that is named above it. "Recognized" says which texts of',
    );
    this.line('the SPDX license list it holds word for word; that is no legal advice.');
  }

  title(text: string): void {
    this.line('');
    this.line(DOUBLE);
    this.line(text);
    this.line(DOUBLE);
  }

  component(component: Component, licenses: ComponentLicenses): void {
    this.title(titleOf(component));
    if (component.purl !== undefined) this.line(displayName(component.purl));
    this.line(`It ${declaredText(licenses)}.`);
    const files = [...licenses.files].sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
    for (const file of files) this.file(file);
  }

  file(file: LicenseFile): void {
    const where = `${displayName(file.path)} in ${displayName(this.#trees.get(file.tree) ?? '')}`;
    const read = this.#texts.get(placeKey(file));
    this.line('');
    this.line(SINGLE);
    this.line(where);
    if (read?.sha256 !== undefined) this.line(`sha256:${read.sha256}`);
    const names = [...new Set(file.texts.map(({ ids }) => ids.join(' or ')))];
    if (file.kind !== 'notice' || names.length > 0)
      this.line(names.length === 0 ? 'Recognized: nothing' : `Recognized: ${names.join(', ')}`);
    this.line('');
    const before = read?.sha256 === undefined ? undefined : this.#written.get(read.sha256);
    if (read === undefined || 'missing' in read) this.line(`[${read?.missing ?? 'It was not read.'}]`);
    else if (before !== undefined) this.line(`[The same text as ${before}.]`);
    else {
      if (read.sha256 !== undefined) this.#written.set(read.sha256, where);
      this.line(plainText(read.text));
    }
  }

  line(text: string): void {
    this.#lines.push(text);
  }

  text(): string {
    return `${this.#lines.join('\n')}\n`;
  }
}

/** Line ends as everywhere, form feeds as line ends, and no control characters that a terminal would obey. */
function plainText(text: string): string {
  return text
    .replace(/\r\n?|\f/g, '\n')
    .replace(/[^\n\t -\u007e\u00a0-\uffff]/g, '\ufffd')
    .replace(/^\n+|\s+$/g, '');
}
