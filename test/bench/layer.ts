import { createWriteStream, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { seeded } from '../fixtures/graph.ts';
import { headerBytes } from '../fixtures/tar.ts';

export interface Layer {
  readonly path: string;
  readonly files: number;
  /** Bytes of the tar, and of the gzip file around it. */
  readonly unpacked: number;
  readonly packed: number;
}

/** Changes whenever the generator does: a layer on disk is used again only if it was made by this one. */
const VERSION = 1;
const SEED = 20_261_123;
const FILES = 30_000;
const POOL = 4 << 20;
const BLOCK = 512;

/**
 * A gzip layer with the sizes and the compressibility of a real `/usr`: log-normal sizes, half of the bytes like
 * machine code, a third text, the rest packed already. The same bytes on every machine with the same zlib.
 */
export async function layerOf(unpackedGoal: number): Promise<Layer> {
  const folder = join(tmpdir(), 'loupe-bench');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `layer-v${VERSION}-${Math.round(unpackedGoal / 1e6)}MB.tar.gz`);
  const sizes = fileSizes(unpackedGoal);
  if (!existsSync(path)) {
    const partial = `${path}.partial`;
    await pipeline(
      Readable.from(tarOf(sizes), { highWaterMark: 1 }),
      createGzip({ level: 6 }),
      createWriteStream(partial),
    );
    renameSync(partial, path);
  }
  const unpacked = sizes.reduce((sum, size) => sum + BLOCK + blocks(size), 2 * BLOCK);
  return { path, files: FILES, unpacked, packed: statSync(path).size };
}

/** Log-normal sizes (sigma 2: many small files, a few of tens of megabytes) scaled to the goal. */
function fileSizes(goal: number): readonly number[] {
  const random = seeded(SEED);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const drawn = Array.from({ length: FILES }, () => Math.exp(2 * normal()));
  const scale = (goal - FILES * BLOCK * 1.5) / drawn.reduce((sum, size) => sum + size, 0);
  return drawn.map((size) => Math.round(size * scale));
}

function* tarOf(sizes: readonly number[]): Generator<Uint8Array> {
  const random = seeded(SEED + 1);
  const pools = [machineCode(random), text(random), noise(random)];
  for (const [i, size] of sizes.entries()) {
    const share = random();
    const kind = share < 0.5 ? 0 : share < 0.85 ? 1 : 2;
    const name = `usr/${['lib', 'share', 'lib/cache'][kind]}/d${i % 700}/f${i}`;
    yield headerBytes({ name, size, mode: kind === 0 ? 0o755 : 0o644 });
    yield* content(pools[kind] ?? new Uint8Array(POOL), size, random);
  }
  yield new Uint8Array(2 * BLOCK);
}

/** Stretches of a pool at random places, so that no two files are alike over more than a window of deflate. */
function* content(pool: Uint8Array, size: number, random: () => number): Generator<Uint8Array> {
  const padded = blocks(size);
  for (let at = 0; at < padded; ) {
    const from = Math.floor(random() * (POOL - (1 << 16)));
    const length = Math.min(1 << 16, padded - at);
    const piece = pool.slice(from, from + length);
    if (at + length > size) piece.fill(0, Math.max(0, size - at));
    yield piece;
    at += length;
  }
}

function blocks(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}

/** Short sequences that come again with other operands, as compilers make them, and tables of zeros. */
function machineCode(random: () => number): Uint8Array {
  const pool = new Uint8Array(POOL);
  const idioms = Array.from({ length: 900 }, () =>
    Uint8Array.from({ length: 3 + Math.floor(random() * 14) }, () => Math.floor(random() ** 2 * 256)),
  );
  for (let i = 0; i < POOL; ) {
    const idiom = idioms[Math.floor(random() ** 3 * idioms.length)] ?? new Uint8Array(1);
    pool.set(idiom.subarray(0, POOL - i), i);
    i += idiom.length;
    for (let k = Math.floor(random() * 3); k > 0 && i < POOL; k--)
      pool[i++] = Math.floor(random() ** 3 * 256);
    if (random() < 0.01) i += Math.floor(random() * 200);
  }
  return pool;
}

/** Phrases of words, both by Zipf's law. */
function text(random: () => number): Uint8Array {
  const letters = 'etaoinshrdlucmfwypvbgkjqxz';
  const draw = <T>(items: readonly T[], skew: number): T | undefined =>
    items[Math.floor(random() ** skew * items.length)];
  const words = Array.from({ length: 6000 }, () =>
    Array.from({ length: 2 + Math.floor(random() * 9) }, () => draw([...letters], 1.7)).join(''),
  );
  const phrases = Array.from({ length: 4000 }, () =>
    Array.from({ length: 1 + Math.floor(random() * 8) }, () => draw(words, 2)).join(' '),
  );
  let pool = '';
  while (pool.length < POOL) pool += `${draw(phrases, 3)}${random() < 0.15 ? '.\n' : ' '}`;
  return Buffer.from(pool.slice(0, POOL));
}

function noise(random: () => number): Uint8Array {
  return Uint8Array.from({ length: POOL }, () => Math.floor(random() * 256));
}
