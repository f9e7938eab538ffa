import { type JsonObject, ownList, ownObject, ownText } from '../base/json-shape.ts';
import type { Tell } from './spdx2-fields.ts';

/** Digits in hex of each checksum algorithm of SPDX (2.3, clause 7.10). */
const DIGITS: Readonly<Record<string, number>> = {
  SHA1: 40,
  SHA224: 56,
  SHA256: 64,
  SHA384: 96,
  SHA512: 128,
  'SHA3-256': 64,
  'SHA3-384': 96,
  'SHA3-512': 128,
  'BLAKE2B-256': 64,
  'BLAKE2B-384': 96,
  'BLAKE2B-512': 128,
  BLAKE3: 64,
  MD2: 32,
  MD4: 32,
  MD5: 32,
  MD6: 64,
  ADLER32: 8,
};

export function checkChecksum(checksum: JsonObject, pointer: string, tell: Tell): void {
  const algorithm = ownText(checksum, 'algorithm') ?? '';
  const value = ownText(checksum, 'checksumValue')?.trim() ?? '';
  if (algorithm === '' || value === '') return;
  const known = algorithm.replace(/^BLAKE2b-/, 'BLAKE2B-');
  const digits = Object.hasOwn(DIGITS, known) ? DIGITS[known] : undefined;
  if (digits === undefined)
    tell(
      'spdx.checksum',
      checksum,
      `${pointer}/algorithm`,
      `"${algorithm.slice(0, 40)}" is no algorithm of SPDX.`,
    );
  // MD6 and BLAKE3 give as many digits as they are asked for.
  else if (
    !/^[0-9a-fA-F]+$/.test(value) ||
    (value.length !== digits && algorithm !== 'MD6' && algorithm !== 'BLAKE3')
  )
    tell(
      'spdx.checksum',
      checksum,
      `${pointer}/checksumValue`,
      `The ${algorithm} has not ${digits} hexadecimal digits.`,
    );
}

/** `YYYY-MM-DDThh:mm:ssZ`, and a day that there is. */
export function checkDate(holder: JsonObject, key: string, pointer: string, tell: Tell): void {
  const text = ownText(holder, key);
  if (text === undefined || text === '') return;
  const form = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d:\d\dZ$/.exec(text);
  const time = Date.parse(text);
  const day = form === null || Number.isNaN(time) ? '' : new Date(time).toISOString().slice(0, 10);
  if (form === null || day !== text.slice(0, 10))
    tell(
      'spdx.date',
      holder,
      `${pointer}/${key}`,
      `"${text.slice(0, 40)}" is no date of the form 2026-01-31T12:00:00Z.`,
    );
}

/** `Person: …` or `Organization: …`; where it may be left open, `NOASSERTION`. */
export function checkParty(
  holder: JsonObject,
  key: string,
  pointer: string,
  open: boolean,
  tell: Tell,
): void {
  const text = ownText(holder, key);
  if (text === undefined || text === '') return;
  if (!/^(?:Person|Organization): *\S/.test(text) && !(open && text === 'NOASSERTION'))
    tell(
      'spdx.party',
      holder,
      `${pointer}/${key}`,
      `"${text.slice(0, 80)}" names neither a person nor an organization.`,
    );
}

/** What the document says of itself (clause 6). */
export function checkDocument(root: JsonObject, tell: Tell): void {
  const license = ownText(root, 'dataLicense');
  if (license !== undefined && license !== '' && license !== 'CC0-1.0')
    tell('spdx.data-license', root, '/dataLicense', 'The data licence of an SPDX document is CC0-1.0.');
  const id = ownText(root, 'SPDXID');
  if (id !== undefined && id !== '' && id !== 'SPDXRef-DOCUMENT')
    tell('spdx.id', root, '/SPDXID', 'The id of an SPDX document is SPDXRef-DOCUMENT.');
  const namespace = ownText(root, 'documentNamespace') ?? '';
  if (namespace !== '' && (!/^[A-Za-z][A-Za-z0-9+.-]*:\S+$/.test(namespace) || namespace.includes('#')))
    tell(
      'spdx.namespace',
      root,
      '/documentNamespace',
      'The namespace is no absolute URI without a fragment.',
    );
  const creation = ownObject(root, 'creationInfo');
  checkDate(creation, 'created', '/creationInfo', tell);
  for (const [i, creator] of ownList(creation, 'creators').entries()) {
    if (typeof creator === 'string' && !/^(?:Person|Organization|Tool): *\S/.test(creator))
      tell(
        'spdx.party',
        creation,
        `/creationInfo/creators/${i}`,
        `"${creator.slice(0, 80)}" names no person, organization or tool.`,
      );
  }
}
