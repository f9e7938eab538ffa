import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { headerBytes } from '../fixtures/tar.ts';
import { layerOf } from './layer.ts';
import type { Round } from './round.ts';

/** An image archive made by this script, and the layers in it. */
export interface BenchImage {
  readonly path: string;
  readonly bytes: number;
  readonly compressed: boolean;
}

const VERSION = 1;
const BLOCK = 512;

/** `docker save`: plain layers of about the size each. */
export function dockerArchive(layers: number, layerBytes: number): Promise<BenchImage> {
  return imageOf('docker', layers, layerBytes);
}

/** An OCI layout in a tar, with gzip layers. */
export function ociArchive(layers: number, layerBytes: number): Promise<BenchImage> {
  return imageOf('oci', layers, layerBytes);
}

interface Part {
  readonly digest: string;
  readonly diffID: string;
  readonly size: number;
  readonly chunks: () => AsyncIterable<Uint8Array>;
}

async function imageOf(kind: 'docker' | 'oci', layers: number, layerBytes: number): Promise<BenchImage> {
  const folder = join(tmpdir(), 'loupe-bench');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${kind}-v${VERSION}-${layers}x${Math.round(layerBytes / 1e6)}MB.tar`);
  if (!existsSync(path)) {
    const parts: Part[] = [];
    // Layers of different sizes have different files: no two of them are the same blob.
    for (let i = 0; i < layers; i++) parts.push(await part((await layerOf(layerBytes + i * 1e6)).path, kind));
    await write(path, kind, parts);
  }
  return { path, bytes: statSync(path).size, compressed: kind === 'oci' };
}

async function part(path: string, kind: 'docker' | 'oci'): Promise<Part> {
  const plain = () => createReadStream(path).pipe(createGunzip());
  const stored = () => (kind === 'oci' ? createReadStream(path) : plain());
  const [diff, blob] = [await measured(plain()), await measured(stored())];
  return { digest: blob.hex, diffID: `sha256:${diff.hex}`, size: blob.size, chunks: stored };
}

async function measured(chunks: AsyncIterable<Uint8Array>): Promise<{ hex: string; size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of chunks) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { hex: hash.digest('hex'), size };
}

async function write(path: string, kind: 'docker' | 'oci', layers: readonly Part[]): Promise<void> {
  const out = openSync(`${path}.partial`, 'w');
  const pad = (size: number) => writeSync(out, new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK));
  const small = (name: string, value: unknown): { digest: string; size: number } => {
    const bytes = Buffer.from(JSON.stringify(value));
    const hex = createHash('sha256').update(bytes).digest('hex');
    writeSync(out, headerBytes({ name: name.replace('HEX', hex), size: bytes.length }));
    writeSync(out, bytes);
    pad(bytes.length);
    return { digest: `sha256:${hex}`, size: bytes.length };
  };
  const config = {
    architecture: 'amd64',
    os: 'linux',
    config: { Cmd: ['f0'] },
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffID }) => diffID) },
    history: layers.map((_, i) => ({ created_by: `step ${i}` })),
  };
  for (const { digest, size, chunks } of layers) {
    const name = kind === 'oci' ? `blobs/sha256/${digest}` : `${digest}/layer.tar`;
    writeSync(out, headerBytes({ name, size }));
    for await (const chunk of chunks()) writeSync(out, chunk);
    pad(size);
  }
  if (kind === 'docker') {
    const { digest } = small('HEX.json', config);
    const files = layers.map((layer) => `${layer.digest}/layer.tar`);
    small('manifest.json', [{ Config: `${digest.slice(7)}.json`, RepoTags: ['bench:1'], Layers: files }]);
  } else {
    const media = 'application/vnd.oci.image';
    const held = small('blobs/sha256/HEX', config);
    const manifest = small('blobs/sha256/HEX', {
      schemaVersion: 2,
      mediaType: `${media}.manifest.v1+json`,
      config: { mediaType: `${media}.config.v1+json`, ...held },
      layers: layers.map(({ digest, size }) => ({
        mediaType: `${media}.layer.v1.tar+gzip`,
        digest: `sha256:${digest}`,
        size,
      })),
    });
    small('oci-layout', { imageLayoutVersion: '1.0.0' });
    small('index.json', {
      schemaVersion: 2,
      manifests: [{ mediaType: `${media}.manifest.v1+json`, ...manifest }],
    });
  }
  writeSync(out, new Uint8Array(2 * BLOCK));
  closeSync(out);
  renameSync(`${path}.partial`, path);
}

/** `gzip -dc | sha256sum` over every layer, or `sha256sum` of the plain archive: what no reader can do without. */
export function hashNatively({ path, compressed }: BenchImage): Round {
  const each = compressed
    ? 'for blob in $(tar -tf "$1" | grep ^blobs/); do tar -xOf "$1" "$blob" | { gzip -dc 2>/dev/null || true; } | sha256sum; done'
    : 'sha256sum "$1"';
  const script = `TIMEFORMAT='%R %U %S'; { time { ${each} > /dev/null; }; } 2>&1`;
  const timed = execFileSync('bash', ['-c', script, 'bench', path], { encoding: 'utf8' });
  const [wall = Number.NaN, user = Number.NaN, system = Number.NaN] = timed.trim().split(' ').map(Number);
  return { wallSeconds: wall, cpuSeconds: user + system };
}
