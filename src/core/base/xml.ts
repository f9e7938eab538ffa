import { SaxesParser } from 'saxes';
import { decodeLatin1, decodeUtf8 } from './bytes.ts';
import { DEFAULT_LIMITS, type Limits, limitFault } from './limits.ts';
import { type Fault, fault } from './result.ts';

/** An element with what is in it. Names are without their prefix. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Text directly in it, trimmed. */
  readonly text: string;
  readonly line: number;
  /** Where it was asked for: the namespace of the element. Attributes of other namespaces are then left out. */
  readonly namespace?: string;
}

/** As much of a document as could be read, and why not more. */
export interface XmlDocument {
  readonly root: XmlElement | undefined;
  readonly fault: Fault | undefined;
}

const CHUNK = 65_536;

/**
 * Reads an XML document (XML 1.0) without external entities: a document type declaration is refused, depth is bounded.
 * Text is UTF-8, or UTF-16 where it starts so, or, where it is neither, one byte a character.
 *
 * Faults: `xml.syntax`, `xml.doctype`, `limit.xml-depth`; offsets count characters.
 */
export function readXml(
  bytes: Uint8Array,
  limits: Pick<Limits, 'xmlDepth'> = DEFAULT_LIMITS,
  { namespaces = false }: { readonly namespaces?: boolean } = {},
): XmlDocument {
  const text = decodeText(bytes);
  const builder = new TreeBuilder(limits);
  const parser = new SaxesParser({ xmlns: namespaces, position: true });
  parser.on('error', ({ message }) => builder.stop(fault('xml.syntax', 'error', syntax(message))));
  parser.on('doctype', () =>
    builder.stop(
      fault('xml.doctype', 'error', 'The XML has a document type declaration (DOCTYPE), which is refused.', {
        offset: parser.position,
      }),
    ),
  );
  parser.on('opentag', (tag) => {
    const attributes = new Map<string, string>();
    for (const [key, value] of Object.entries(tag.attributes)) {
      if (typeof value === 'string') attributes.set(local(key), value);
      else if (value.prefix === '') attributes.set(value.local, value.value);
    }
    const namespace = namespaces ? { namespace: tag.uri ?? '' } : {};
    const line = parser.line;
    builder.open({ name: local(tag.name), attributes, line, ...namespace }, parser.position);
  });
  parser.on('closetag', () => builder.close());
  parser.on('text', (part) => builder.text(part));
  parser.on('cdata', (part) => builder.text(part));
  for (let at = 0; at < text.length && builder.fault === undefined; at += CHUNK)
    parser.write(text.slice(at, at + CHUNK));
  if (builder.fault === undefined) parser.close();
  return { root: builder.root, fault: builder.fault };
}

/** By byte order mark, or by how `<?` is written (XML 1.0, appendix F). */
function decodeText(bytes: Uint8Array): string {
  const start = (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0);
  if (start === 0xfffe || start === 0x3c00) return new TextDecoder('utf-16le').decode(bytes);
  if (start === 0xfeff || start === 0x003c) return new TextDecoder('utf-16be').decode(bytes);
  return decodeUtf8(bytes) ?? decodeLatin1(bytes);
}

/** The parser puts `line:column: ` before what is wrong. */
function syntax(message: string): string {
  const [, line, column, what = message] = /^(\d+):(\d+): (.*)$/s.exec(message) ?? [];
  const where = line === undefined ? '' : ` at line ${line}, column ${column}`;
  return `This is not well-formed XML${where}: ${what.replace(/\.$/, '')}.`;
}

type Start = Omit<XmlElement, 'children' | 'text'>;

interface Open extends Start {
  readonly children: XmlElement[];
  text: string;
}

/** Keeps what was closed, and, once it is stopped, what is open, as far as it goes. */
class TreeBuilder {
  root: XmlElement | undefined;
  fault: Fault | undefined;
  readonly #limits: Pick<Limits, 'xmlDepth'>;
  readonly #open: Open[] = [];

  constructor(limits: Pick<Limits, 'xmlDepth'>) {
    this.#limits = limits;
  }

  open(start: Start, offset: number): void {
    if (this.fault !== undefined) return;
    if (this.#open.length >= this.#limits.xmlDepth) {
      const limits = { ...DEFAULT_LIMITS, ...this.#limits };
      this.stop(limitFault('xmlDepth', limits, 'The XML is nested too deep.', { offset, kept: 'before' }));
      return;
    }
    this.#open.push({ ...start, children: [], text: '' });
  }

  text(part: string): void {
    const top = this.#open.at(-1);
    if (this.fault === undefined && top !== undefined) top.text += part;
  }

  close(): void {
    if (this.fault === undefined) this.#closeTop();
  }

  stop(why: Fault): void {
    if (this.fault !== undefined) return;
    this.fault = why;
    while (this.#open.length > 0) this.#closeTop();
  }

  #closeTop(): void {
    const top = this.#open.pop();
    if (top === undefined) return;
    const element = { ...top, text: top.text.trim() };
    const parent = this.#open.at(-1);
    if (parent === undefined) this.root ??= element;
    else parent.children.push(element);
  }
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** First child of a name. */
export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((one) => one.name === name);
}

/** Text of the first child of a name; `undefined` where there is none, or nothing in it. */
export function childText(element: XmlElement | undefined, name: string): string | undefined {
  const text = child(element, name)?.text;
  return text === '' ? undefined : text;
}

/** Children named `item` of the first child named `list`. */
export function items(element: XmlElement | undefined, list: string, item: string): readonly XmlElement[] {
  return child(element, list)?.children.filter(({ name }) => name === item) ?? [];
}
