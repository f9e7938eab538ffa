import { equalBytes } from '../base/bytes.ts';
import type { Check } from '../model/check.ts';
import { names } from './certificate-path.ts';
import { check } from './check.ts';
import type { Material } from './material.ts';
import type { TrustRoot } from './trust-root.ts';
import { parseTime, timeText } from './window.ts';

/**
 * The accepted roots that can speak of this bundle, best first: those with an authority that issued its certificate, and
 * among them those that list its logs. For a bundle signed with a key, those that list its logs or could time it.
 */
export function rootsFor(material: Material, roots: readonly TrustRoot[]): readonly TrustRoot[] {
  const ranked = roots.map((root) => ({ root, rank: rankOf(material, root) }));
  const best = Math.max(0, ...ranked.map(({ rank }) => rank));
  return best === 0 ? [] : ranked.filter(({ rank }) => rank === best).map(({ root }) => root);
}

function rankOf(material: Material, root: TrustRoot): number {
  const log = material.envelope.logEntries.some(({ logId }) =>
    root.logs.some(({ id }) => logId !== undefined && equalBytes(id, logId)),
  );
  if (material.envelope.key.form !== 'certificates') {
    const { logEntries, timestamps } = material.envelope;
    const stamped = logEntries.length === 0 && timestamps.length > 0 && root.timestampAuthorities.length > 0;
    return log ? 2 : stamped ? 1 : 0;
  }
  const presented = material.leaf === undefined ? [] : [material.leaf, ...material.outside];
  const issued = root.authorities.some(({ certificates }) =>
    certificates.some((issuer) => presented.some((certificate) => names(certificate, issuer))),
  );
  return issued ? (log ? 2 : 1) : 0;
}

const DAY = 86_400_000;

/** Says which root is used, where it came from and how old it is. */
export function checkRoot(
  root: TrustRoot | undefined,
  accepted: readonly TrustRoot[],
  byKey: boolean,
  now: number | undefined,
): Check {
  if (root === undefined && byKey) {
    return check('sigstore.root', 'skipped', 'A key needs no trusted root.');
  }
  if (root === undefined) {
    const list = accepted.map(({ name }) => name).join(', ');
    return check(
      'sigstore.root',
      'absent',
      accepted.length === 0
        ? 'No trusted root is accepted.'
        : `None of the accepted trusted roots (${list}) lists the authority that issued this certificate.`,
    );
  }
  const expires = root.expires === undefined ? undefined : parseTime(root.expires);
  const age = now === undefined || expires === undefined ? '' : expiryText(expires, now);
  const origin = root.origin === 'shipped' ? 'shipped with Loupe' : 'given and accepted by you';
  return check(
    'sigstore.root',
    'pass',
    `The root "${root.name}" (${origin}) speaks of this signature.${age}`,
    {
      against: `${root.name}, sha256:${root.sha256}`,
      evidence: [
        { label: 'Root', value: root.name },
        { label: 'Origin', value: root.origin },
        { label: 'SHA-256', value: root.sha256 },
        ...(root.expires === undefined ? [] : [{ label: 'Metadata expires', value: root.expires }]),
        ...(now === undefined ? [] : [{ label: 'By the clock', value: timeText(now) }]),
      ],
    },
  );
}

function expiryText(expires: number, now: number): string {
  const days = Math.round(Math.abs(expires - now) / DAY);
  return expires < now
    ? ` Its metadata ran out ${days} days ago by the clock: keys in it may have been replaced since.`
    : ` Its metadata is good for ${days} more days by the clock.`;
}
