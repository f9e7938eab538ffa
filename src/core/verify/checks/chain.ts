import type { Check } from '../../model/check.ts';
import { type CertificatePath, findPaths, pathFaultAt, pathWindow, titleOf } from '../certificate-path.ts';
import { check } from '../check.ts';
import type { Rooted } from '../material.ts';
import { timeText } from '../window.ts';
import { PURPOSE } from '../x509-extensions.ts';
import type { VerifiedTime } from './time.ts';

export interface ChainResult {
  readonly chain: Check;
  readonly time: Check;
  readonly path: CertificatePath | undefined;
}

/**
 * Path validation from the signing certificate to an authority of the root, and validity of the whole path at every proven
 * time ("hybrid model", client-spec §4.3).
 */
export async function checkChain(material: Rooted, times: readonly VerifiedTime[]): Promise<ChainResult> {
  const { leaf, outside, root, verifier } = material;
  const absent = (why: string): ChainResult => ({
    chain: check('sigstore.certificate.chain', 'absent', why),
    time: check('sigstore.certificate.time', 'absent', why),
    path: undefined,
  });
  if (leaf === undefined) return absent('There is no certificate that can be read.');
  if (root === undefined) return absent('No accepted root lists the authority that issued it.');
  const search = await findPaths(leaf, outside, root.authorities, PURPOSE.codeSigning, verifier);
  const possible = search.paths.filter((path) => pathWindow(path) !== undefined);
  const [path = search.paths[0]] = possible.filter((candidate) =>
    times.every(({ time }) => pathFaultAt(candidate, time) === undefined),
  );
  if (path === undefined) {
    const why = search.refused.slice(0, 3).join('; ');
    const detail = `No path leads from the certificate to an authority of the root${why === '' ? '' : `: ${why}`}.`;
    return {
      chain: check('sigstore.certificate.chain', 'fail', detail, { against: root.name }),
      time: check('sigstore.certificate.time', 'absent', 'There is no path whose validity could be judged.'),
      path: undefined,
    };
  }
  return { chain: chainCheck(path, root.name), time: timeCheck(path, times), path };
}

function chainCheck(path: CertificatePath, root: string): Check {
  const evidence = path.certificates.map((certificate, index) => ({
    label: index === 0 ? 'Signing certificate' : index === path.certificates.length - 1 ? 'Root' : 'Issuer',
    value: `${titleOf(certificate)}, ${timeText(certificate.notBefore)} to ${timeText(certificate.notAfter)}, sha256:${certificate.sha256}`,
  }));
  if (pathWindow(path) === undefined) {
    const detail =
      'There is no moment at which every certificate of the path and the authority itself were valid.';
    return check('sigstore.certificate.chain', 'fail', detail, { against: root, evidence });
  }
  const names = path.certificates.slice(1).map((certificate) => titleOf(certificate));
  const detail =
    names.length === 0
      ? 'The certificate itself is the one you accept.'
      : `Issued by ${names.join(', issued by ')}.`;
  return check('sigstore.certificate.chain', 'pass', detail, { against: root, evidence });
}

function timeCheck(path: CertificatePath, times: readonly VerifiedTime[]): Check {
  const id = 'sigstore.certificate.time';
  const [leaf] = path.certificates;
  const evidence = [
    ...(leaf === undefined
      ? []
      : [
          { label: 'Valid from', value: timeText(leaf.notBefore) },
          { label: 'Valid to', value: timeText(leaf.notAfter) },
        ]),
    ...times.map(({ time, by }) => ({ label: `Proven time by ${by}`, value: timeText(time) })),
  ];
  if (times.length === 0)
    return check(id, 'absent', 'No time is proven at which it could be held.', { evidence });
  for (const { time } of times) {
    const fault = pathFaultAt(path, time);
    if (fault !== undefined) return check(id, 'fail', `${fault}.`, { evidence });
  }
  return check(id, 'pass', 'Every certificate of the path was valid at every proven time.', { evidence });
}
