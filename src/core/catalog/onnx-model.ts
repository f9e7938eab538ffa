import Pbf from 'pbf';

/** What an ONNX model says of itself, its weights left out (onnx.proto). */
export interface OnnxModel {
  irVersion: number | undefined;
  producer: string;
  producerVersion: string;
  domain: string;
  /** Version of the graph, 0 where nobody gave it one. */
  version: number;
  readonly opsets: { readonly domain: string; readonly version: number }[];
  readonly metadata: (readonly [key: string, value: string])[];
  graph: OnnxGraph | undefined;
}

export interface OnnxGraph {
  name: string;
  nodes: number;
  inputs: number;
  outputs: number;
  initializers: number;
  /** Files beside the model that hold its weights, by path. */
  readonly external: Set<string>;
}

export interface ReadOnnx {
  readonly model: OnnxModel;
  /** Where reading ended before the end of the file. */
  readonly damagedAt: number | undefined;
}

/** Wire types of protobuf. */
const VARINT = 0;
const BYTES = 2;

/** Fields in one file; models have some thousands. */
const MOST_FIELDS = 5_000_000;
const MOST_KEPT = 200;
const LONGEST_TEXT = 4096;

class Damaged extends Error {}

/** Reads the header fields of a model; weights are passed over by their length. */
export function readOnnx(bytes: Uint8Array): ReadOnnx {
  const model: OnnxModel = {
    irVersion: undefined,
    producer: '',
    producerVersion: '',
    domain: '',
    version: 0,
    opsets: [],
    metadata: [],
    graph: undefined,
  };
  const fields = new Fields(bytes);
  try {
    fields.each(bytes.length, (tag) => readModelField(fields, model, tag));
  } catch (thrown) {
    if (!(thrown instanceof Damaged)) throw thrown;
    return { model, damagedAt: fields.start };
  }
  return { model, damagedAt: undefined };
}

function readModelField(fields: Fields, model: OnnxModel, tag: number): void {
  if (fields.is(VARINT)) {
    if (tag === 1) model.irVersion = fields.number();
    else if (tag === 5) model.version = fields.number();
    return;
  }
  if (!fields.is(BYTES)) return;
  if (tag === 2) model.producer = fields.text();
  else if (tag === 3) model.producerVersion = fields.text();
  else if (tag === 4) model.domain = fields.text();
  else if (tag === 7) {
    const graph = { name: '', nodes: 0, inputs: 0, outputs: 0, initializers: 0, external: new Set<string>() };
    model.graph ??= graph;
    fields.message((inner) => readGraphField(fields, graph, inner));
  } else if (tag === 8 && model.opsets.length < MOST_KEPT) {
    const opset = { domain: '', version: 0 };
    model.opsets.push(opset);
    fields.message((inner) => {
      if (inner === 1 && fields.is(BYTES)) opset.domain = fields.text();
      else if (inner === 2 && fields.is(VARINT)) opset.version = fields.number();
    });
  } else if (tag === 14 && model.metadata.length < MOST_KEPT) model.metadata.push(readPair(fields));
}

function readGraphField(fields: Fields, graph: OnnxGraph, tag: number): void {
  if (!fields.is(BYTES)) return;
  if (tag === 1) graph.nodes++;
  else if (tag === 2) graph.name = fields.text();
  else if (tag === 11) graph.inputs++;
  else if (tag === 12) graph.outputs++;
  else if (tag === 5) {
    graph.initializers++;
    fields.message((inner) => {
      if (inner !== 13 || !fields.is(BYTES)) return;
      const [key, value] = readPair(fields);
      if (key === 'location' && graph.external.size < MOST_KEPT) graph.external.add(value);
    });
  }
}

function readPair(fields: Fields): readonly [key: string, value: string] {
  let key = '';
  let value = '';
  fields.message((tag) => {
    if (tag === 1 && fields.is(BYTES)) key = fields.text();
    else if (tag === 2 && fields.is(BYTES)) value = fields.text();
  });
  return [key, value];
}

/** Fields of protobuf messages, with every length held against the message it is in. */
class Fields {
  /** Byte at which the last field began. */
  start = 0;
  readonly #pbf: Pbf;
  #ends: number[] = [];
  #count = 0;

  constructor(bytes: Uint8Array) {
    this.#pbf = new Pbf(bytes);
  }

  /** Whether the field is of a wire type. */
  is(type: number): boolean {
    return this.#pbf.type === type;
  }

  /** Gives the number of each field up to `end`; what is not read is passed over. */
  each(end: number, read: (tag: number) => void): void {
    const pbf = this.#pbf;
    this.#ends.push(end);
    while (pbf.pos < end) {
      this.start = pbf.pos;
      if (++this.#count > MOST_FIELDS) throw new Damaged();
      const head = this.number();
      const before = pbf.pos;
      pbf.type = head & 7;
      read(Math.floor(head / 8));
      if (pbf.pos === before) this.#guarded(() => pbf.skip(head));
    }
    this.#ends.pop();
  }

  message(read: (tag: number) => void): void {
    const length = this.number();
    const end = this.#pbf.pos + length;
    if (end > (this.#ends.at(-1) ?? 0)) throw new Damaged();
    this.each(end, read);
  }

  number(): number {
    return this.#guarded(() => this.#pbf.readVarint());
  }

  /** Text; what is longer than a fact is cut. */
  text(): string {
    const bytes = this.#guarded(() => this.#pbf.readBytes());
    return new TextDecoder().decode(bytes.subarray(0, LONGEST_TEXT));
  }

  #guarded<T>(read: () => T): T {
    let value: T;
    try {
      value = read();
    } catch {
      throw new Damaged();
    }
    if (this.#pbf.pos > (this.#ends.at(-1) ?? 0)) throw new Damaged();
    return value;
  }
}
