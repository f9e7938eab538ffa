import { expect, test } from 'vitest';
import { readPem } from '../../src/core/attest/pem.ts';
import { findPaths, pathFaultAt } from '../../src/core/verify/certificate-path.ts';
import { portableVerifier } from '../../src/core/verify/signature-verifier.ts';
import { type Certificate, isSelfIssued, readCertificate } from '../../src/core/verify/x509.ts';
import { corpusBytes, describeCorpus, hasCorpus } from '../corpus.ts';

interface Case {
  readonly id: string;
  readonly validation_kind: 'SERVER' | 'CLIENT';
  readonly trusted_certs: readonly string[];
  readonly untrusted_intermediates: readonly string[];
  readonly peer_certificate: string;
  readonly validation_time: string | null;
  readonly expected_result: 'SUCCESS' | 'FAILURE';
}

const cases: readonly Case[] = hasCorpus
  ? (
      JSON.parse(new TextDecoder().decode(corpusBytes('hostile', 'limbo', 'limbo.json'))) as {
        testcases: Case[];
      }
    ).testcases
  : [];

/** Refusals of TLS that are not of a path for signing code, by what they are about. Each other refusal must be ours. */
const NOT_OURS: readonly (readonly [RegExp, string])[] = [
  [/^crl::/, 'revocation lists: Fulcio has none'],
  [
    /^webpki::(?:cn|san)::|^rfc5280::san::(?:underscore|ip-in-dns|noncritical)|^rfc5280::ca-as-leaf-wrong-san/,
    'DNS names',
  ],
  [
    /::max-chain-depth-\d-exhausted$|cycle-distinct-cas-max-depth$/,
    'a depth that the caller sets; ours is fixed',
  ],
  [/^rfc5280::(?:aki|ski)::.*missing|^webpki::aki::/, 'which key identifiers a TLS authority must write'],
  [/^rfc5280::serial::/, 'which serial numbers an authority may choose'],
  [/^webpki::eku::|^rfc5280::eku::ee-wrong-eku/, 'the purpose of the leaf: its own check here'],
  [
    /^rfc5280::(?:leaf-ku-keycertsign|root-non-critical-basic-constraints)$/,
    'which flags an authority must set',
  ],
  [/^webpki::(?:ee-basicconstraints-ca|ca-as-leaf)$/, 'a leaf that is an authority: its own check here'],
  [
    /^webpki::malformed-aia$|^rfc5280::(?:ca-empty-subject)$/,
    'extensions and names that decide nothing here',
  ],
];

/** Paths TLS takes and we do not: constraints on names are not applied here, so no path goes through them. */
const STRICTER =
  /^rfc5280::nc::|^webpki::nc::|^rfc5280::pc::|^cve::|^pathological::nc-|^rfc5280::unknown-critical/;

function certificates(pems: readonly string[]): readonly Certificate[] {
  return pems
    .flatMap((pem) => readPem(pem).blocks)
    .flatMap(({ der }) => {
      const read = readCertificate(der);
      return read.ok ? [read.value] : [];
    });
}

async function chains(testcase: Case): Promise<boolean> {
  const [leaf] = certificates([testcase.peer_certificate]);
  const trusted = certificates(testcase.trusted_certs);
  if (leaf === undefined || trusted.length === 0) return false;
  const authority = {
    certificates: trusted,
    anchors: trusted,
    validFor: { from: Number.NEGATIVE_INFINITY, to: undefined },
    uri: '',
  };
  const purpose = testcase.validation_kind === 'SERVER' ? '1.3.6.1.5.5.7.3.1' : '1.3.6.1.5.5.7.3.2';
  const search = await findPaths(
    leaf,
    certificates(testcase.untrusted_intermediates),
    [authority],
    purpose,
    portableVerifier,
  );
  const time = Date.parse(testcase.validation_time ?? '2024-06-01T00:00:00Z');
  return search.paths.some((path) => pathFaultAt(path, time) === undefined);
}

describeCorpus('x509-limbo', () => {
  test('no path that must not be, and none refused but through constraints', async () => {
    const wrong: string[] = [];
    let ours = 0;
    for (const testcase of cases) {
      const found = await chains(testcase);
      if (testcase.expected_result === 'FAILURE') {
        if (NOT_OURS.some(([id]) => id.test(testcase.id))) continue;
        ours++;
        if (found) wrong.push(`${testcase.id}: a path was found`);
      } else if (!found && !STRICTER.test(testcase.id)) wrong.push(`${testcase.id}: refused`);
    }
    expect(wrong).toEqual([]);
    expect(ours).toBeGreaterThan(70);
  });

  test('a root is its own issuer, and no leaf of the corpus is one', () => {
    expect(
      cases.filter(({ peer_certificate }) => certificates([peer_certificate]).some(isSelfIssued)).length,
    ).toBeLessThan(20);
  });
});
