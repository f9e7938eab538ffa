import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { concatBytes, encodeUtf8 } from '../../src/core/base/bytes.ts';
import { HASHED_WHOLE, WORTH_ELSEWHERE } from '../../src/core/unpack/elsewhere.ts';
import { gzipMember, gzipMembers } from '../fixtures/gzip.ts';
import { file, tar } from '../fixtures/tar.ts';
import { choose, reportOf } from './case-page.ts';
import { type Browser, openLoupe, stateIs } from './chromium.ts';

const folder = mkdtempSync(join(tmpdir(), 'loupe-gzip-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Browsers' own gzip decoder refuses several members and trailing data, Node's accepts them: only a browser shows
 * which of the two decoders did the work.
 */
describe('gzip in a real browser', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await openLoupe();
  });
  afterAll(() => browser.close());

  const archive = packages();
  const half = Math.floor(archive.length / 2);
  const whole = gzipMember(archive);

  test('one member: read by the native decoder', async () => {
    const { natively, names, codes } = await read(browser, 'one-member.tar.gz', whole);
    expect(natively).toBeGreaterThanOrEqual(archive.length);
    expect(names).toEqual(['first', 'last']);
    expect(codes).toEqual([]);
  });

  test('a large member: inflated and hashed by the worker for it', async () => {
    const long = packages(400_000);
    const bytes = gzipMember(long);
    expect(bytes.length).toBeGreaterThan(WORTH_ELSEWHERE);
    const { byInflater, names, codes, sha256 } = await read(browser, 'large.tar.gz', bytes);
    expect(byInflater).toBe(long.length);
    expect(names).toEqual(['first', 'last']);
    expect(codes).toEqual([]);
    expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  test('a member that is too large to be hashed in one call: hashed as it is inflated', async () => {
    const bytes = gzipMember(packages(1, HASHED_WHOLE));
    expect(bytes.length).toBeGreaterThan(HASHED_WHOLE);
    const { names, codes, sha256 } = await read(browser, 'larger.tar.gz', bytes);
    expect(names).toEqual(['first', 'last']);
    expect(codes).toEqual([]);
    expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  test('a large member with a wrong CRC-32: decoded again, and the checksum is named', async () => {
    const bytes = gzipMember(packages(400_000), { crc32: 0 });
    const { names, codes, sha256 } = await read(browser, 'large-wrong-crc.tar.gz', bytes);
    expect(names).toEqual(['first', 'last']);
    expect(codes).toEqual(['gzip.crc']);
    expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  test('two members: both are read, and it is said that there are two', async () => {
    const members = gzipMembers([archive.subarray(0, half), archive.subarray(half)]);
    const { natively, names, codes } = await read(browser, 'two-members.tar.gz', members);
    expect(natively).toBeLessThan(archive.length);
    expect(names).toEqual(['first', 'last']);
    expect(codes).toEqual(['gzip.multi-member']);
  });

  test('data behind the last member: all is read, and the data are named', async () => {
    const trailing = concatBytes([whole, encodeUtf8('not gzip')]);
    const { names, codes } = await read(browser, 'trailing.tar.gz', trailing);
    expect(names).toEqual(['first', 'last']);
    expect(codes).toEqual(['gzip.trailing-data']);
  });

  test('a wrong CRC-32: what was read stays, and the checksum is named', async () => {
    const { names, codes } = await read(browser, 'wrong-crc.tar.gz', gzipMember(archive, { crc32: 0 }));
    expect(names).toEqual(['first', 'last']);
    expect(codes).toEqual(['gzip.crc']);
  });
});

/** Two npm packages with enough between them that the native decoder is worth its while; `incompressible` bytes more. */
function packages(words = 40_000, incompressible = 0): Uint8Array {
  const noise = Array.from({ length: words }, (_, i) => ((i * 2654435761) >>> 0).toString(36)).join(' ');
  const manifest = (name: string): string => JSON.stringify({ name, version: '1.0.0' });
  return tar([
    file('node_modules/first/package.json', manifest('first')),
    file('node_modules/first/noise.txt', noise),
    file('node_modules/first/noise.bin', incompressibleBytes(incompressible)),
    file('node_modules/last/package.json', manifest('last')),
  ]);
}

/** The same every time (xorshift32). */
function incompressibleBytes(length: number): Uint8Array {
  const words = new Uint32Array(Math.ceil(length / 4));
  let word = 2463534242;
  for (let i = 0; i < words.length; i++) {
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    words[i] = word;
  }
  return new Uint8Array(words.buffer, 0, length);
}

/** Gives one file to a fresh page and tells what came of it, and how many bytes native decoders gave the workers. */
async function read(
  { page }: Browser,
  name: string,
  bytes: Uint8Array,
): Promise<{
  readonly natively: number;
  /** Of these, what the worker gave that inflates for the others. */
  readonly byInflater: number;
  readonly sha256: string | undefined;
  readonly names: readonly string[];
  readonly codes: readonly string[];
}> {
  await page.reload();
  await stateIs(page, 'empty');
  await expect.poll(() => jobWorkers(page)).toBeGreaterThanOrEqual(2);
  await Promise.all(page.workers().map((worker) => worker.evaluate(countNativeBytes)));
  writeFileSync(join(folder, name), bytes);
  await choose(page, join(folder, name));
  const counts = await Promise.all(
    page
      .workers()
      .map((worker) =>
        worker.evaluate(() => ({ name: self.name, bytes: Number(Reflect.get(self, 'natively')) })),
      ),
  );
  const report = await reportOf(page);
  return {
    natively: counts.reduce((sum, { bytes }) => sum + bytes, 0),
    byInflater: counts.find(({ name }) => name === 'inflate')?.bytes ?? 0,
    sha256: report.sources.find((source) => source.name === name)?.digests?.sha256,
    names: report.components.map(({ purl }) => purl?.replace(/^pkg:npm\/(.*)@1\.0\.0$/, '$1') ?? '').sort(),
    codes: report.diagnostics.map(({ code }) => code).filter((code) => code.startsWith('gzip.')),
  };
}

async function jobWorkers(page: Page): Promise<number> {
  const names = await Promise.all(page.workers().map((worker) => worker.evaluate(() => self.name)));
  return names.filter((name) => name === 'job').length;
}

/** Runs in a worker. */
function countNativeBytes(): void {
  const Native = DecompressionStream;
  let natively = 0;
  Reflect.defineProperty(self, 'natively', { get: () => natively });
  class Counting extends Native {
    readonly #counted = super.readable.pipeThrough(
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform(chunk, controller) {
          natively += chunk.length;
          controller.enqueue(chunk);
        },
      }),
    );
    override get readable(): ReadableStream<Uint8Array<ArrayBuffer>> {
      return this.#counted;
    }
  }
  Reflect.set(self, 'DecompressionStream', Counting);
}
