import { expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { inspectFiles } from '../inspect.ts';

const provenance = (parameters: object) =>
  encodeUtf8(
    JSON.stringify({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'a', digest: { sha256: 'a'.repeat(64) } }],
      predicateType: 'https://slsa.dev/provenance/v0.2',
      predicate: {
        builder: { id: '' },
        buildType: 'https://mobyproject.org/buildkit@v1',
        invocation: { parameters: { args: parameters } },
      },
    }),
  );

test('a build argument that looks like a secret is flagged by its name, and its value shown nowhere', async () => {
  const { report } = await inspectFiles([
    {
      name: 'p.json',
      bytes: provenance({ 'build-arg:NPM_TOKEN': 'hunter2-hunter2', 'build-arg:GO': '1.20' }),
    },
  ]);
  const found = report().findings.filter(({ rule }) => rule === 'attestation.secret-parameter');
  expect(found.map(({ title, detail, grade }) => [title, detail, grade])).toEqual([
    [
      '"p.json" holds 1 parameter that looks like a secret.',
      'args.build-arg:NPM_TOKEN is one; its value is not shown.',
      'hint',
    ],
  ]);
  expect(JSON.stringify(report())).not.toContain('hunter2');
});

test('placeholders are no secrets', async () => {
  const { report } = await inspectFiles([
    { name: 'p.json', bytes: provenance({ 'build-arg:NPM_TOKEN': '***' }) },
  ]);
  expect(report().findings.filter(({ rule }) => rule === 'attestation.secret-parameter')).toEqual([]);
});

describeCorpus('a statement about another build than its certificate', () => {
  test('is one finding, with both words', async () => {
    const bytes = corpusBytes(
      'sigstore',
      'conformance',
      'bundle-verify',
      'happy-path-intoto-in-dsse-v3',
      'bundle.sigstore.json',
    );
    const { report } = await inspectFiles([{ name: 'b.sigstore.json', bytes }]);
    const found = report().findings.filter(({ rule }) => rule.startsWith('attestation.'));
    expect(found.map(({ rule, title }) => [rule, title])).toEqual([
      ['attestation.certificate-differs', '"b.sigstore.json" names another build than its certificate.'],
    ]);
    expect(found[0]?.detail).toContain(
      'Source repository: https://github.com/loosebazooka/aa-test, and https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon in the certificate.',
    );
  });
});
