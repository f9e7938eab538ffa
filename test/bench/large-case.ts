import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { FORMAT } from '../../src/core/advisory/index-format.ts';
import { give, showView } from '../e2e/case-page.ts';
import { openLoupe, stateIs } from '../e2e/chromium.ts';
import { npmZip, packageName } from './advisory-zip.ts';

const COMPONENTS = 20_000;
/** One in so many is a package that some record names. */
const KNOWN = 20;
const FOLDER = join(tmpdir(), 'loupe-bench');
const CLI = resolve(import.meta.dirname, '../../dist/cli.js');

/** Looks 20,000 components up in an index of npm's size, in the delivered file in Chromium, and prints the figures. */
export async function benchLargeCase(): Promise<void> {
  const browser = await openLoupe();
  try {
    const { page } = browser;
    await give(page, documentOf(COMPONENTS), indexOfNpm());
    await stateIs(page, 'done', 120_000);
    await showView(page, 'Findings');
    const use = page.getByRole('button', { name: /^Use the advisory data .*\.idx$/ });
    await use.waitFor();
    const began = performance.now();
    await use.click();
    await page.locator('[data-advisories] summary').getByText('matched').waitFor();
    await page.locator('main [role=grid] [role=gridcell]:not(.waiting)').first().waitFor();
    await stateIs(page, 'done', 120_000);
    const seconds = (performance.now() - began) / 1000;
    const said = await page.locator('[data-advisories] summary').innerText();
    console.log(`  load ${loadavg()[0]?.toFixed(1)}; ${said.replaceAll(/\s+/g, ' ')}`);
    const met = seconds <= 3 ? 'met   ' : 'MISSED';
    console.log(`  ${met}  from the click to the findings, s: ${seconds.toFixed(2)} (<= 3)`);
  } finally {
    await browser.close();
  }
}

/** A CycloneDX document of so many npm packages. */
export function documentOf(components: number): string {
  const path = join(FOLDER, `components-${components}.cdx.json`);
  mkdirSync(FOLDER, { recursive: true });
  const purls = Array.from({ length: components }, (_, i) => {
    const name = i % KNOWN === 0 ? packageName(i * 10) : `unheard-of-${i}`;
    return { name, purl: `pkg:npm/${name.replace('@', '%40')}@1.3.0` };
  });
  writeFileSync(
    path,
    JSON.stringify({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      components: purls.map(({ name, purl }) => ({
        type: 'library',
        'bom-ref': purl,
        name,
        version: '1.3.0',
        purl,
      })),
      dependencies: purls.map(({ purl }, i) => ({
        ref: purl,
        dependsOn: [purls[2 * i + 1], purls[2 * i + 2]].flatMap((to) => to?.purl ?? []),
      })),
    }),
  );
  return path;
}

/** The compact index of the made-up records of npm, made once by the command line for each version of its format. */
export function indexOfNpm(): string {
  const path = join(FOLDER, `npm-${FORMAT.replace('/', '-')}.idx`);
  if (existsSync(path)) return path;
  const { status, stderr } = spawnSync(process.execPath, [CLI, 'advisories', 'build', '-o', path, npmZip()], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return path;
}
