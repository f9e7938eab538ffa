import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { verifyAttestation } from '../../src/core/verify/attestation.ts';
import { corpusBytes, corpusPath, describeCorpus, hasCorpus } from '../corpus.ts';
import { artifactOf, carried, rootsOf } from '../fixtures/attestation.ts';

const ROOT = ['sigstore', 'mutations'] as const;

/** Where each mutation is refused: the check that sees what was edited. */
const REFUSED_AT: Record<string, string> = {
  M01: 'sigstore.time',
  M02: 'sigstore.time',
  M03: 'sigstore.tlog.inclusion',
  M04: 'sigstore.tlog.inclusion',
  M05: 'sigstore.tlog.inclusion',
  M06: 'sigstore.artifact',
  M07: 'sigstore.tlog.entries',
  M08: 'sigstore.tlog.body',
  M09: 'sigstore.tlog.inclusion',
  M10: 'sigstore.form',
  M11: 'sigstore.signature',
  M12: 'sigstore.form',
  M13: 'expected.signer',
  M14: 'expected.signer',
  M15: 'expected.signer',
  M18: 'sigstore.tlog.set',
  M20: 'sigstore.certificate.sct',
  M21: 'sigstore.artifact',
  M22: 'sigstore.form',
  M23: 'sigstore.time',
  M24: 'sigstore.tlog.entries',
  M25: 'sigstore.form',
  M26: 'sigstore.form',
  M27: 'sigstore.form',
  M28: 'sigstore.form',
  M29: 'sigstore.form',
};

const names = hasCorpus ? readdirSync(corpusPath(...ROOT)) : [];
const text = (name: string, file: string) =>
  new TextDecoder().decode(corpusBytes(...ROOT, name, file)).trim();

describeCorpus('mutations of good bundles', () => {
  test.each(names)('%s', async (name) => {
    const [envelope] = carried(corpusBytes(...ROOT, name, 'bundle.sigstore.json')).envelopes;
    if (envelope === undefined) throw new Error('no envelope');
    const readme = text(name, 'README');
    const threshold = /"tlogThreshold":(\d)/.exec(readme)?.[1];
    const result = await verifyAttestation(envelope, {
      artifacts: [artifactOf(corpusBytes(...ROOT, name, 'artifact'))],
      named: true,
      roots: rootsOf(corpusBytes(...ROOT, name, 'trusted_root.json')),
      keys: [],
      expectations: { identity: text(name, 'identity'), issuer: text(name, 'issuer') },
      ...(threshold === undefined ? {} : { thresholds: { logs: Number(threshold) } }),
    });
    const sentences = result.checks.map(({ id, status, detail }) => `${id}: ${status}: ${detail}`).join('\n');
    const accepted = result.verdict === 'verified' && result.expected === 'met' && result.about.length > 0;
    expect(accepted, sentences).toBe(name.endsWith('_pass'));
    if (name.endsWith('_pass')) return;
    const at = REFUSED_AT[name.slice(0, 3)];
    const found = result.checks.find(({ id }) => id === at);
    expect(['fail', 'absent'], `${at}\n${sentences}`).toContain(found?.status);
  });
});
