import { equalBytes } from '../../base/bytes.ts';
import type { Check, Evidence } from '../../model/check.ts';
import type { CertificatePath } from '../certificate-path.ts';
import { check } from '../check.ts';
import type { Rooted } from '../material.ts';
import { readScts, type Sct, sctMessage } from '../sct.ts';
import type { TransparencyLog } from '../trust-root.ts';
import { timeText, within } from '../window.ts';
import type { Certificate } from '../x509.ts';

/** Verifies the certificate timestamps under the logs of the root. Two by one log count once. */
export async function checkScts(
  material: Rooted,
  path: CertificatePath | undefined,
  threshold: number,
): Promise<Check> {
  const id = 'sigstore.certificate.sct';
  const { leaf, root } = material;
  if (leaf === undefined) return check(id, 'absent', 'There is no certificate that can be read.');
  if (root === undefined) return check(id, 'absent', 'No accepted root says which logs to believe.');
  if (root.ctLogs.length === 0)
    return check(id, 'skipped', 'The root lists no certificate log and asks for none.');
  const issuer = path?.certificates[1];
  if (issuer === undefined) return check(id, 'absent', 'Without its issuer the promise cannot be checked.');
  const scts = readScts(leaf);
  if (scts === undefined) return check(id, 'fail', 'The list of promises in the certificate is malformed.');
  if (scts.length === 0) return check(id, 'absent', 'The certificate holds no promise of a log.');
  const evidence: Evidence[] = [];
  const logs = new Map<string, string>();
  let wrong: string | undefined;
  for (const sct of scts) {
    const listed = root.ctLogs.filter((log) => equalBytes(log.id, sct.logId));
    const result = listed.length === 0 ? 'foreign' : await judge(sct, listed, leaf, issuer, material);
    const value =
      result === 'foreign'
        ? 'by a log the root does not list'
        : typeof result === 'string'
          ? result
          : `promised by ${result.baseUrl}`;
    evidence.push({ label: `Promise of ${timeText(sct.timestamp)}`, value, at: '1.3.6.1.4.1.11129.2.4.2' });
    if (result === 'foreign') continue;
    if (typeof result === 'string') wrong ??= result;
    else logs.set(result.key.sha256, result.baseUrl);
  }
  const against = [...logs.values()].join(', ');
  if (wrong !== undefined) return check(id, 'fail', wrong, { against, evidence });
  if (logs.size < threshold) {
    return check(
      id,
      'fail',
      `${logs.size} logs of the root promised to list the certificate; ${threshold} are asked for.`,
      { against, evidence },
    );
  }
  return check(id, 'pass', `${logs.size} of the root's logs promised to list the certificate.`, {
    against,
    evidence,
  });
}

/** The log that signed, or why none did. */
async function judge(
  sct: Sct,
  logs: readonly TransparencyLog[],
  leaf: Certificate,
  issuer: Certificate,
  { verifier }: Rooted,
): Promise<TransparencyLog | string> {
  const message = sctMessage(sct, leaf, issuer);
  if (message === undefined) return 'The certificate cannot be taken back to what the log saw.';
  let why = `The promise is not signed by ${logs[0]?.baseUrl ?? 'the log'}, or not for this certificate.`;
  for (const log of logs) {
    if (!(await verifier.verify(log.key, sct.scheme, sct.signature, message))) continue;
    if (within(log.validFor, sct.timestamp)) return log;
    why = `The promise of ${timeText(sct.timestamp)} is outside the time in which the root trusts the key of ${log.baseUrl}.`;
  }
  return why;
}
