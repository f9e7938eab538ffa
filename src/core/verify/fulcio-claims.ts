import { decodeUtf8, toHex } from '../base/bytes.ts';
import { readDer, TAG } from './der.ts';
import type { Certificate } from './x509.ts';

/** What Fulcio wrote into a certificate about the token it was issued for (sigstore/fulcio, docs/oid-info.md). */
export interface FulcioClaim {
  readonly oid: string;
  readonly name: string;
  /** `undefined` when the value is not of the form its extension has. */
  readonly value: string | undefined;
}

const ARC = '1.3.6.1.4.1.57264.1.';

/** Raw texts up to .6; DER UTF8String from .8 on (oid-info.md, "Extension values"). */
const NAMES: Readonly<Record<string, string>> = {
  '1': 'Issuer (v1)',
  '2': 'GitHub workflow trigger',
  '3': 'GitHub workflow SHA',
  '4': 'GitHub workflow name',
  '5': 'GitHub workflow repository',
  '6': 'GitHub workflow ref',
  '8': 'Issuer',
  '9': 'Build signer URI',
  '10': 'Build signer digest',
  '11': 'Runner environment',
  '12': 'Source repository URI',
  '13': 'Source repository digest',
  '14': 'Source repository ref',
  '15': 'Source repository identifier',
  '16': 'Source repository owner URI',
  '17': 'Source repository owner identifier',
  '18': 'Build config URI',
  '19': 'Build config digest',
  '20': 'Build trigger',
  '21': 'Run invocation URI',
  '22': 'Source repository visibility at signing',
  '23': 'Deployment environment',
};

export const ISSUER_V1 = `${ARC}1`;
export const ISSUER_V2 = `${ARC}8`;

export function isFulcioExtension(oid: string): boolean {
  return oid.startsWith(ARC);
}

/** Every Fulcio extension of a certificate, also those without a name here. */
export function readFulcioClaims(certificate: Certificate): readonly FulcioClaim[] {
  return certificate.extensions
    .filter(({ oid }) => isFulcioExtension(oid))
    .map(({ oid, value }) => {
      const number = oid.slice(ARC.length);
      const known = Object.hasOwn(NAMES, number) ? NAMES[number] : undefined;
      return {
        oid,
        name: known ?? `Fulcio extension ${oid}`,
        // One that is not known may have any form; it is shown as it is.
        value:
          Number(number) <= 6
            ? decodeUtf8(value)
            : (utf8String(value) ?? (known === undefined ? toHex(value) : undefined)),
      };
    });
}

function utf8String(value: Uint8Array): string | undefined {
  const der = readDer(value);
  return der.ok && der.value.tag === TAG.utf8String ? decodeUtf8(der.value.content) : undefined;
}
