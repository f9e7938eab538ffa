import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { serve } from '../../scripts/serve.mjs';
import { encodeUtf8, toHex } from '../../src/core/base/bytes.ts';
import { hash } from '../../src/core/verify/hash.ts';
import { DIST } from '../build/built-page.ts';
import { corpusPath, describeCorpus } from '../corpus.ts';
import {
  ARTIFACT,
  IDENTITY,
  ISSUER,
  KEYS,
  makeBundle,
  makeStatement,
  pem,
  trustedRootJson,
} from '../fixtures/sigstore.ts';
import { buildZip } from '../fixtures/zip.ts';
import { choose, drop, screenshot, showView, startAnew } from './case-page.ts';
import { answered, type Browser, openLoupe } from './chromium.ts';
import { atSizes, axeFaults, inThemes, overhang, THEMES } from './looks.ts';

const CLI = resolve(DIST, 'cli.js');
const CONFORMANCE = corpusPath('sigstore', 'conformance');
const ARTIFACT_FILE = resolve(CONFORMANCE, 'a.txt');
const bundleOf = (name: string): string =>
  resolve(CONFORMANCE, 'bundle-verify', name, 'bundle.sigstore.json');
const GITHUB = {
  artifact: corpusPath('sigstore', 'gh-attestation', 'github_provenance_demo-0.0.12-py3-none-any.whl'),
  bundle: corpusPath('sigstore', 'gh-attestation', 'github_provenance_demo-0.0.12-py3-none-any-bundle.jsonl'),
  root: corpusPath('sigstore', 'roots', 'github.json'),
};

/** What a person and a script are told of one claim. */
interface Told {
  readonly verdict: string;
  readonly checks: readonly string[];
}

describeCorpus('the Trust view and the command line say the same of a file', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await openLoupe();
  });
  afterAll(() => browser.close());
  beforeEach(() => startAnew(browser.page));

  test.each([
    ['happy-path-v0.3', 'verified', []],
    // Its statement is a sample that names another repository than its certificate.
    ['happy-path-intoto-in-dsse-v3', 'verified', ['provenance.certificate']],
    ['signature-mismatch_fail', 'failed', ['sigstore.tlog.body', 'sigstore.signature']],
    ['invalid-checkpoint-signature_fail', 'failed', ['sigstore.tlog.checkpoint']],
  ] as const)('%s: %s', async (name, verdict, failing) => {
    const files = [ARTIFACT_FILE, bundleOf(name)];
    await choose(browser.page, ...files);
    await showView(browser.page, 'Trust');
    const told = await toldByPage(browser.page);
    expect(told).toEqual(toldByCli(files));
    expect(told.verdict).toBe(verdict);
    expect(told.checks.filter((check) => check.startsWith('fail '))).toEqual(
      failing.map((id) => `fail ${id}`),
    );
  });

  test('a failing check stands open, with its clause, its id and what to do', async () => {
    const { page } = browser;
    await choose(page, ARTIFACT_FILE, bundleOf('signature-mismatch_fail'));
    await showView(page, 'Trust');
    const check = page.locator('[data-check="sigstore.signature"]');
    await check.getByText('sigstore.signature', { exact: true }).waitFor();
    const text = await check.innerText();
    expect(text).toContain('Sigstore client specification §4.5');
    expect(text).toContain('What to do');
    expect(await page.locator('[data-check="sigstore.signature"] .proven').count()).toBe(0);
    await screenshot(page, 'trust-tampered');
  });

  test('a signature that holds is not green until the signer is one the user expects, by an act', async () => {
    const { page } = browser;
    await choose(page, ARTIFACT_FILE, bundleOf('happy-path-v0.3'));
    await showView(page, 'Trust');
    const row = page.getByRole('grid', { name: 'Claims' }).getByRole('row').nth(1);
    await page.locator('[data-verdict]').getByText('You have not said whom you expect.').waitFor();
    expect(await row.locator('.proven').count()).toBe(0);

    await page.getByRole('button', { name: 'Expect this signer' }).click();
    const identity = await page.getByLabel('Identity').inputValue();
    expect(identity).toMatch(/extremely-dangerous-oidc-beacon\.yml@refs\/heads\/main$/);
    expect(await page.locator('.proven').count(), 'copied, and nothing is expected yet').toBe(0);
    await page.getByRole('button', { name: 'Expect this', exact: true }).click();
    await answered(page);
    await page.getByRole('button', { name: 'Claims', exact: true }).click();
    await row.getByText('met', { exact: true }).waitFor();
    await answered(page);
    expect(await row.locator('.proven').count()).toBe(2);

    await page.getByRole('button', { name: 'What judges', exact: true }).click();
    await page.getByLabel('Identity').fill(identity.slice(0, -1));
    await page.getByRole('button', { name: 'Expect this', exact: true }).click();
    await answered(page);
    await page.getByRole('button', { name: 'Claims', exact: true }).click();
    await row.getByText('unmet', { exact: true }).waitFor();
    await answered(page);
    expect(await row.locator('.proven').count()).toBe(0);
  });

  test('one half alone states nobody', async () => {
    const { page } = browser;
    await choose(page, ARTIFACT_FILE, bundleOf('happy-path-v0.3'));
    await showView(page, 'Trust');
    await page.getByRole('button', { name: 'What judges', exact: true }).click();
    await page.getByLabel('Issuer').fill(ISSUER);
    await page.getByText('One half alone states nobody. Fill in both.').waitFor();
    await page.getByRole('button', { name: 'Expect this', exact: true }).click();
    await answered(page);
    await page.getByRole('button', { name: 'Claims', exact: true }).click();
    await page.getByRole('grid', { name: 'Claims' }).getByText('none stated').waitFor();
    await answered(page);
    expect(await page.getByRole('grid', { name: 'Claims' }).locator('.proven').count()).toBe(0);
  });

  test('a dropped root changes a verdict only after "Use it", and no longer after "Stop using it"', async () => {
    const { page } = browser;
    const files = [GITHUB.artifact, GITHUB.bundle];
    await choose(page, ...files, GITHUB.root);
    await showView(page, 'Trust');
    expect(await toldByPage(page)).toEqual(toldByCli(files));
    expect((await toldByPage(page)).verdict).toBe('unknown-root');

    await page.getByRole('button', { name: 'What judges', exact: true }).click();
    await page.getByRole('button', { name: /^Use github\.json, SHA-256 [0-9a-f]{64}$/ }).click();
    await answered(page);
    await page.getByRole('button', { name: 'Claims', exact: true }).click();
    await verdictIs(page, 'verified');
    expect(await toldByPage(page)).toEqual(toldByCli(files, '--trusted-root', GITHUB.root));

    await page.getByRole('button', { name: 'What judges', exact: true }).click();
    await page.getByRole('button', { name: /^Stop using github\.json/ }).click();
    await answered(page);
    await page.getByRole('button', { name: 'Claims', exact: true }).click();
    await verdictIs(page, 'unknown-root');
  });

  test('a root that is taken out of the case judges nothing any more', async () => {
    const { page } = browser;
    await choose(page, GITHUB.artifact, GITHUB.bundle, GITHUB.root);
    await showView(page, 'Trust');
    await page.getByRole('button', { name: 'What judges', exact: true }).click();
    await page.getByRole('button', { name: /^Use github\.json/ }).click();
    await answered(page);
    await page.getByRole('treeitem', { name: 'github.json' }).press('Delete');
    await answered(page);
    await page.getByRole('button', { name: 'Claims', exact: true }).click();
    await verdictIs(page, 'unknown-root');
  });

  test('the browser reported no broken rule and no error', () => {
    expect(browser.complaints).toEqual([]);
  });
});

describe.each([
  { how: 'the whole kit in one zip', files: () => [{ name: 'kit.zip', bytes: buildZip(attackersKit()) }] },
  {
    how: 'artifact and bundle beside a zip that holds their judge',
    files: () => [
      ...attackersKit().slice(0, 2).map(loose),
      { name: 'kit.zip', bytes: buildZip(attackersKit().slice(2)) },
    ],
  },
  { how: 'all of it, one by one', files: () => attackersKit().map(loose) },
])("an attacker's kit of artifact, bundle, key, root, policy and VEX that all agree: $how", ({ files }) => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await openLoupe();
    await drop(browser.page, files());
  });
  afterAll(() => browser.close());

  test.each(['Overview', 'Trust'])('nothing reads proven in %s', async (view) => {
    await showView(browser.page, view);
    await browser.page.locator('main h1').waitFor();
    expect(await browser.page.locator('.proven').count()).toBe(0);
  });

  test('its root judges nothing', async () => {
    const { page } = browser;
    await showView(page, 'Trust');
    await verdictIs(page, 'unknown-root');
    expect(await page.locator('[data-status="pass"]').count()).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'What judges', exact: true }).click();
    await page.getByText('Sigstore public good').first().waitFor();
    await answered(page);
    expect(await page.locator('.proven').count()).toBe(0);
    expect(await page.getByText('given by you').count()).toBe(0);
    await screenshot(page, `trust-kit-${files().length}`);
  });
});

describeCorpus('the same verdicts wherever the page is opened', () => {
  let server: Awaited<ReturnType<typeof serve>>;
  let browser: Browser | undefined;

  beforeAll(async () => {
    server = await serve(DIST, 0);
  });
  afterEach(async () => {
    await browser?.close();
    browser = undefined;
  });
  afterAll(() => server.close());

  test('on a plain http host without WebCrypto, as in Node', async () => {
    const host = 'loupe.test';
    browser = await openLoupe({ host }, server.url.replace('127.0.0.1', host));
    const { page } = browser;
    expect(await page.evaluate(() => globalThis.crypto.subtle === undefined)).toBe(true);
    for (const name of ['happy-path-v0.3', 'happy-path-intoto-in-dsse-v3', 'signature-mismatch_fail']) {
      const files = [ARTIFACT_FILE, bundleOf(name)];
      await startAnew(page);
      await choose(page, ...files);
      await showView(page, 'Trust');
      expect(await toldByPage(page)).toEqual(toldByCli(files));
    }
    // The header that isolates pages is for hosts with a certificate; the browser says so, once a load.
    expect(browser.complaints.filter((one) => !one.includes('Cross-Origin-Opener-Policy'))).toEqual([]);
  });
});

describeCorpus('how the Trust view looks', () => {
  const SIZES = [
    { width: 1280, height: 860, themes: THEMES },
    { width: 400, height: 800, themes: ['light'] },
    { width: 2560, height: 1440, themes: ['light'] },
  ] as const;
  let browser: Browser;

  beforeAll(async () => {
    // axe is a script of its own, which the policy would rightly stop.
    browser = await openLoupe({ ...SIZES[0], bypassCSP: true });
    await choose(
      browser.page,
      ARTIFACT_FILE,
      bundleOf('signature-mismatch_fail'),
      bundleOf('happy-path-v0.3'),
      GITHUB.bundle,
      GITHUB.root,
    );
    await showView(browser.page, 'Trust');
  });
  afterAll(() => browser.close());

  test.each(['Claims', 'What judges'])(
    '%s: axe finds nothing, and nothing hangs over the side',
    async (part) => {
      const { page } = browser;
      await page.getByRole('button', { name: part, exact: true }).click();
      await atSizes(page, SIZES, ({ width, themes }) =>
        inThemes(page, themes, async (theme) => {
          await page.mouse.move(0, 0);
          const shown = part.toLowerCase().replace(' ', '-');
          await screenshot(page, `trust-${shown}-${width}-${theme}`);
          expect(await axeFaults(page)).toEqual([]);
          expect(await overhang(page)).toBe(0);
        }),
      );
    },
  );
});

async function verdictIs(page: Page, verdict: string): Promise<void> {
  await page.locator(`[data-verdict="${verdict}"]`).waitFor();
  await answered(page);
}

/** The claim that the page shows. */
async function toldByPage(page: Page): Promise<Told> {
  await page.locator('[data-verdict]').waitFor();
  await answered(page);
  return page.evaluate(() => ({
    verdict: document.querySelector<HTMLElement>('[data-verdict]')?.dataset.verdict ?? '',
    checks: [...document.querySelectorAll<HTMLElement>('[data-check]')].map(
      ({ dataset }) => `${dataset.status} ${dataset.check}`,
    ),
  }));
}

interface CliReport {
  readonly attestations: readonly {
    readonly verdict: string;
    readonly checks: readonly { readonly id: string; readonly status: string }[];
  }[];
}

/** What `inspect --json` says of the one claim among the files. */
function toldByCli(files: readonly string[], ...options: readonly string[]): Told {
  const { stdout } = spawnSync(process.execPath, [CLI, 'inspect', ...files, '--json', ...options], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const report: CliReport = JSON.parse(stdout);
  const [one, ...others] = report.attestations;
  if (one === undefined || others.length > 0) throw new Error('the files hold other than one claim');
  return { verdict: one.verdict, checks: one.checks.map(({ id, status }) => `${status} ${id}`) };
}

/** All of it made by one hand, and all of it in agreement. */
function attackersKit(): readonly { readonly name: string; readonly content: Uint8Array }[] {
  const json = (value: unknown): Uint8Array => encodeUtf8(JSON.stringify(value));
  const sha256 = toHex(hash('sha256', ARTIFACT));
  return [
    { name: 'artifact.txt', content: ARTIFACT },
    { name: 'bundle.sigstore.json', content: json(makeBundle({ statement: makeStatement() })) },
    { name: 'cosign.pub', content: encodeUtf8(pem(KEYS.signer.key.spki, 'PUBLIC KEY')) },
    { name: 'trusted_root.json', content: json(trustedRootJson()) },
    {
      name: 'loupe-policy.json',
      content: json({ schema: 'loupe.policy/1', identity: IDENTITY, issuer: ISSUER }),
    },
    {
      name: 'openvex.json',
      content: json({
        '@context': 'https://openvex.dev/ns/v0.2.0',
        '@id': 'https://example.test/vex',
        author: 'the attacker',
        timestamp: '2024-05-01T12:00:00Z',
        version: 1,
        statements: [
          {
            vulnerability: { name: 'CVE-2024-0001' },
            products: [{ '@id': `pkg:generic/artifact?checksum=sha256:${sha256}` }],
            status: 'not_affected',
            justification: 'component_not_present',
          },
        ],
      }),
    },
  ];
}

function loose({ name, content }: { readonly name: string; readonly content: Uint8Array }) {
  return { name, bytes: content };
}
