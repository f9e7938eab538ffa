import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DIST } from '../build/built-page.ts';
import { sampleFiles } from '../fixtures/sample-case.ts';
import { choose, type Report, reportOf, startAnew, useAll } from './case-page.ts';
import { answered, type Browser, openLoupe } from './chromium.ts';

const CLI = resolve(DIST, 'cli.js');
const [ROOT, POLICY] = ['DEMO-trusted-root.json', 'DEMO-policy.json'];

/** What is told of a claim, by a person's eyes on the page or by a script's on the report. */
interface Told {
  readonly verdict: string;
  readonly expected: string;
  readonly about: readonly string[];
  readonly checks: readonly string[];
}

describe('the page shows of a case what the command line reports of it', () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'loupe-samples-'));
    browser = await openLoupe();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  /** The files of a sample on disk: what is inspected, and what it is judged by. */
  function onDisk(id: string): { readonly files: readonly string[]; readonly judges: readonly string[] } {
    const paths = sampleFiles(id).map(({ name, bytes }) => {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      return path;
    });
    const isJudge = (path: string): boolean => path.endsWith(ROOT) || path.endsWith(POLICY);
    return { files: paths.filter((path) => !isJudge(path)), judges: paths.filter(isJudge) };
  }

  test.each([
    ['release', 'verified', 'met', 1],
    ['tampered-artifact', 'verified', 'met', 0],
    ['tampered-statement', 'failed', 'met', 1],
    ['unsigned', 'unsigned', 'unmet', 1],
    ['wrong-identity', 'verified', 'unmet', 1],
    ['undated', 'undated', 'met', 1],
  ])('%s: %s, %s', async (id, verdict, expected, about) => {
    const { files, judges } = onDisk(id);
    await startAnew(browser.page);
    await choose(browser.page, ...files, ...judges);
    await useAll(browser.page);
    const shown = await toldByPage(browser.page);
    const [byCli] = toldByReport(
      cliReport(files, '--trusted-root', join(folder, ROOT), '--policy', join(folder, POLICY)),
    );
    expect(shown).toEqual(byCli);
    expect(toldByReport(await reportOf(browser.page))).toEqual([byCli]);
    expect(shown).toMatchObject({ verdict, expected });
    expect(shown.about).toHaveLength(about);
  });

  test('dropped one by one in any order, and used in any order, a case ends in the same report', async () => {
    const { files, judges } = onDisk('release');
    const all = [...files, ...judges];
    const reports = new Set<string>();
    for (const order of [all, [...all].reverse(), [...judges, ...files], [all[1], all[3], all[0], all[2]]]) {
      await startAnew(browser.page);
      for (const path of order) if (path !== undefined) await choose(browser.page, path);
      await useAll(browser.page);
      reports.add(JSON.stringify({ ...(await reportOf(browser.page)), evaluatedAt: null }));
    }
    expect(reports.size).toBe(1);
  });

  test('every link of the path is reached by the keyboard, and says why it is what it is', async () => {
    const { page } = browser;
    const { files, judges } = onDisk('release');
    await startAnew(page);
    await choose(page, ...files, ...judges);
    await useAll(page);
    const links = page.locator('[data-link]');
    expect(await links.evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.link))).toEqual([
      'missing',
      'certificate says',
      'statement claims',
      'proven',
      'proven',
    ]);
    await links.first().focus();
    await page.keyboard.press('Enter');
    await page.getByText('Who wrote and reviewed the commit is not attested.').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.getByText('An accepted authority wrote commit and workflow into the certificate.').waitFor();
    const list = page.getByRole('list', { name: 'The path from the source to the dropped bytes' });
    expect(await list.getByRole('listitem').count()).toBe(6);
  });

  test('a question opens to its reason, evidence, threat and limits', async () => {
    const { page } = browser;
    await page.getByRole('button', { name: '15 questions', exact: true }).click();
    const question = page.locator('[data-question="about"]');
    await question.getByRole('button').first().click();
    await answered(page);
    const text = await question.innerText();
    for (const part of ['Why one asks', 'Evidence', 'F, Artifact publication (SLSA v1.2)', 'Does not tell'])
      expect(text).toContain(part);
    await question.getByRole('button', { name: 'digest', exact: true }).click();
    await page.getByText('A fingerprint of bytes, always of the same length.').waitFor();
  });

  test('the browser reported no broken rule and no error', () => {
    expect(browser.complaints).toEqual([]);
  });

  function cliReport(files: readonly string[], ...options: readonly string[]): Report {
    const { stdout } = spawnSync(process.execPath, [CLI, 'inspect', ...files, '--json', ...options], {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    const report: Report = JSON.parse(stdout);
    return report;
  }
});

function toldByReport({ attestations }: Report): readonly Told[] {
  return attestations.map(({ verdict, expected, about, checks }) => ({
    verdict,
    expected,
    about: about.map(({ digest }) => digest),
    checks: checks.map(({ id, status }) => `${status} ${id}`),
  }));
}

/** What stands on the screen: the verdict, the word in the column, the digests in this case, the checks. */
async function toldByPage(page: Page): Promise<Told> {
  await page.locator('[data-verdict]').waitFor();
  await answered(page);
  return page.evaluate(() => {
    const all = (selector: string): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(selector)];
    return {
      verdict: all('[data-verdict]')[0]?.dataset.verdict ?? '',
      expected: all('[data-verdict]')[0]?.dataset.expected ?? '',
      about: all('[data-about]').map(({ dataset }) => dataset.about ?? ''),
      checks: all('[data-check]').map(({ dataset }) => `${dataset.status} ${dataset.check}`),
    };
  });
}
