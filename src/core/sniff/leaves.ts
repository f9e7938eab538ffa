import { hasMagic } from '../base/bytes.ts';
import type { SniffRow } from './types.ts';

function leaf(
  id: string,
  title: string,
  extensions: readonly string[],
  magics: readonly (readonly number[] | string)[],
): SniffRow {
  return {
    id,
    title,
    family: 'leaf',
    role: 'subject',
    extensions,
    match: ({ bytes }) => (magics.some((magic) => hasMagic(bytes, magic)) ? 'its first bytes' : undefined),
  };
}

/** `ir_version`, then `producer_name`, then another field of ModelProto (onnx.proto). */
function startsOnnx(bytes: Uint8Array): boolean {
  const [first, version = 0, second, length = 0] = bytes;
  if (first !== 0x08 || version < 1 || version > 32 || second !== 0x12 || length < 1 || length > 64)
    return false;
  const producer = bytes.subarray(4, 4 + length);
  const next = bytes[4 + length] ?? 0;
  return (
    producer.every((byte) => byte >= 0x20 && byte < 0x7f) &&
    [0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42].includes(next)
  );
}

/** Length of the header in 64 bits, then the header: a JSON object (huggingface.co/docs/safetensors). */
function startsSafetensors(bytes: Uint8Array, size: number): boolean {
  if (bytes.length < 10 || bytes[8] !== 0x7b || (bytes[9] !== 0x22 && bytes[9] !== 0x7d)) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getBigUint64(0, true) <= BigInt(size - 8);
}

/** Files with nothing inside that Loupe opens. */
export const LEAF_ROWS: readonly SniffRow[] = [
  leaf('elf', 'ELF binary', ['.so', '.ko', '.o', '.elf', '.node', ''], [[0x7f, 0x45, 0x4c, 0x46]]),
  leaf('pe', 'Windows executable', ['.exe', '.dll', '.sys', '.pyd', '.node', '.efi'], ['MZ']),
  leaf(
    'mach-o',
    'Mach-O binary',
    ['.dylib', '.so', '.bundle', '.node', '.o', ''],
    [
      [0xcf, 0xfa, 0xed, 0xfe],
      [0xce, 0xfa, 0xed, 0xfe],
      [0xfe, 0xed, 0xfa, 0xcf],
      [0xfe, 0xed, 0xfa, 0xce],
    ],
  ),
  {
    ...leaf('mach-o-fat', 'Mach-O universal binary', ['.dylib', ''], []),
    // Java classes share the magic; their "architecture count" is a class file version of at least 45.
    match: ({ bytes }) =>
      hasMagic(bytes, [0xca, 0xfe, 0xba, 0xbe, 0, 0, 0]) && (bytes[7] ?? 255) < 45
        ? 'ca fe ba be at byte 0'
        : undefined,
  },
  leaf('java-class', 'Java class', ['.class'], [[0xca, 0xfe, 0xba, 0xbe]]),
  leaf('wasm', 'WebAssembly module', ['.wasm'], [[0x00, 0x61, 0x73, 0x6d]]),
  leaf('sqlite', 'SQLite database', ['.sqlite', '.db', '.sqlite3'], ['SQLite format 3\0']),
  {
    ...leaf('onnx', 'model in ONNX', ['.onnx'], []),
    match: ({ bytes }) => (startsOnnx(bytes) ? 'a version of ONNX and its producer' : undefined),
  },
  {
    ...leaf('safetensors', 'model weights in safetensors', ['.safetensors'], []),
    match: ({ bytes, size }) => (startsSafetensors(bytes, size) ? 'the length of a JSON header' : undefined),
  },
  leaf('gguf', 'model in GGUF', ['.gguf'], ['GGUF']),
  leaf('png', 'PNG picture', ['.png'], [[0x89, 0x50, 0x4e, 0x47]]),
  leaf('jpeg', 'JPEG picture', ['.jpg', '.jpeg'], [[0xff, 0xd8, 0xff]]),
  leaf('gif', 'GIF picture', ['.gif'], ['GIF8']),
  leaf('pdf', 'PDF document', ['.pdf'], ['%PDF-']),
  {
    id: 'script',
    title: 'script',
    family: 'leaf',
    role: 'subject',
    extensions: ['.sh', '.py', '.pl', '.rb', '.js', '.mjs', '.cjs', '.bash', '.zsh', '.fish', ''],
    match: ({ text }) => /^#![^\n]*/.exec(text)?.[0].slice(0, 60),
  },
  {
    id: 'json',
    title: 'JSON document',
    family: 'leaf',
    role: 'subject',
    extensions: ['.json', '.jsonl', '.map', '.lock', '.webmanifest', '.ipynb'],
    match: ({ text }) => (/^\s*(?:\{\s*["}]|\[\s*[[{"\]\d-])/.test(text) ? 'opens like JSON' : undefined),
  },
  {
    id: 'xml',
    title: 'XML document',
    family: 'leaf',
    role: 'subject',
    extensions: ['.xml', '.html', '.htm', '.svg', '.xhtml', '.pom', '.nuspec', '.plist', '.csproj'],
    match: ({ text }) => (/^\s*<(?:\?xml|!DOCTYPE|!--|[A-Za-z])/.test(text) ? 'opens like XML' : undefined),
  },
];
