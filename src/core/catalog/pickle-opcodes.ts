import { decodeLatin1, decodeUtf8Lossy } from '../base/bytes.ts';

/** A name that a pickle imports, where it does. Names that only running it would tell are `undefined`. */
export interface PickleImport {
  readonly module: string | undefined;
  readonly name: string | undefined;
  readonly offset: number;
}

export interface PickleWalk {
  readonly imports: readonly PickleImport[];
  /** Whether it ended in STOP. */
  readonly whole: boolean;
  readonly offset: number;
}

/** Bytes of the argument by opcode: a number, a line, two lines, or a length of so many bytes before it. */
const ARGUMENTS: Readonly<Record<number, number | 'line' | 'lines' | 'count1' | 'count4' | 'count8'>> = {
  40: 0,
  46: 0,
  48: 0,
  49: 0,
  50: 0,
  70: 'line',
  73: 'line',
  74: 4,
  75: 1,
  76: 'line',
  77: 2,
  78: 0,
  80: 'line',
  81: 0,
  82: 0,
  83: 'line',
  84: 'count4',
  85: 'count1',
  86: 'line',
  88: 'count4',
  97: 0,
  98: 0,
  99: 'lines',
  100: 0,
  101: 0,
  103: 'line',
  104: 1,
  105: 'lines',
  106: 4,
  108: 0,
  111: 0,
  112: 'line',
  113: 1,
  114: 4,
  115: 0,
  116: 0,
  117: 0,
  93: 0,
  125: 0,
  41: 0,
  71: 8,
  128: 1,
  129: 0,
  130: 1,
  131: 2,
  132: 4,
  133: 0,
  134: 0,
  135: 0,
  136: 0,
  137: 0,
  138: 'count1',
  139: 'count4',
  66: 'count4',
  67: 'count1',
  140: 'count1',
  141: 'count8',
  142: 'count8',
  143: 0,
  144: 0,
  145: 0,
  146: 0,
  147: 0,
  148: 0,
  149: 8,
  150: 'count8',
  151: 0,
  152: 0,
};

const GLOBAL = 0x63;
const INST = 0x69;
const STACK_GLOBAL = 0x93;
const STOP = 0x2e;
const MEMOIZE = 0x94;
/** Opcodes that put a text on the stack (pickletools: UNICODE, SHORT_BINUNICODE, BINUNICODE, BINUNICODE8, BINSTRING). */
const TEXTS = new Set([0x56, 0x8c, 0x58, 0x8d, 0x55, 0x54]);
/** Opcodes that put a memo on it: GET, BINGET, LONG_BINGET; and that only note one: PUT, BINPUT, LONG_BINPUT. */
const PUTS = new Set([0x70, 0x71, 0x72]);
const GETS = new Set([0x68, 0x6a]);
const MOST_IMPORTS = 10_000;

/**
 * Walks the opcodes of a pickle (docs.python.org, pickletools) without running any: what it would import is named by
 * GLOBAL and INST, or by the two texts before STACK_GLOBAL.
 */
export function walkPickle(bytes: Uint8Array): PickleWalk {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const imports: PickleImport[] = [];
  const memo = new Map<number, string>();
  let texts: (string | undefined)[] = [];
  let at = 0;
  while (at < bytes.length && imports.length < MOST_IMPORTS) {
    const offset = at;
    const op = bytes[at++] ?? 0;
    const kind = ARGUMENTS[op];
    const end = kind === undefined ? undefined : argumentEnd(bytes, view, at, kind);
    if (end === undefined) return { imports, whole: false, offset };
    const argument = bytes.subarray(at + (typeof kind === 'string' ? prefixOf(kind) : 0), end);
    at = end;
    if (op === STOP) return { imports, whole: true, offset: at };
    if (op === GLOBAL || op === INST) {
      const [module, name] = decodeUtf8Lossy(argument).split('\n');
      imports.push({ module, name, offset });
    } else if (op === STACK_GLOBAL) {
      const [module, name] = texts.slice(-2);
      imports.push({ module, name, offset });
    } else if (TEXTS.has(op)) {
      texts.push(decodeUtf8Lossy(argument).replace(/\n$/, ''));
      continue;
    } else if (op === MEMOIZE) {
      const last = texts.at(-1);
      if (last !== undefined) memo.set(memo.size, last);
      continue;
    } else if (PUTS.has(op)) {
      const last = texts.at(-1);
      if (last !== undefined) memo.set(numberOf(op, argument, view, at), last);
      continue;
    } else if (GETS.has(op)) {
      texts.push(memo.get(numberOf(op, argument, view, at)));
      continue;
    }
    texts = [];
  }
  return { imports, whole: false, offset: at };
}

function numberOf(op: number, argument: Uint8Array, view: DataView, end: number): number {
  if (op === 0x70) return Number(decodeLatin1(argument));
  return argument.length === 4 ? view.getUint32(end - 4, true) : (argument[0] ?? 0);
}

function prefixOf(kind: 'line' | 'lines' | 'count1' | 'count4' | 'count8'): number {
  return kind === 'count1' ? 1 : kind === 'count4' ? 4 : kind === 'count8' ? 8 : 0;
}

/** Where the argument ends; `undefined` when the bytes end first. */
function argumentEnd(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  kind: number | 'line' | 'lines' | 'count1' | 'count4' | 'count8',
): number | undefined {
  let end: number;
  if (typeof kind === 'number') end = at + kind;
  else if (kind === 'line' || kind === 'lines') {
    let line = bytes.indexOf(0x0a, at);
    if (kind === 'lines' && line >= 0) line = bytes.indexOf(0x0a, line + 1);
    if (line < 0) return undefined;
    end = line + 1;
  } else {
    const width = prefixOf(kind);
    if (at + width > bytes.length) return undefined;
    const length =
      width === 1
        ? (bytes[at] ?? 0)
        : width === 4
          ? view.getUint32(at, true)
          : Number(view.getBigUint64(at, true));
    end = at + width + length;
  }
  return end <= bytes.length ? end : undefined;
}
