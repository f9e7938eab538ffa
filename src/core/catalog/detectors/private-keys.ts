import type { Detector } from './types.ts';

const ARMOR = /^-----BEGIN ((?:RSA |EC |DSA |OPENSSH |ENCRYPTED |PGP )?PRIVATE KEY(?: BLOCK)?)-----/;
/**
 * A body of base64 follows, after header lines (RFC 1421: `DEK-Info`) and line ends that may be written out as in JSON. A
 * bare header is documentation.
 */
const BODY = /^(?:-(?!----)|[^-]){0,300}?[A-Za-z0-9+/]{40}/;
const LONGEST_HEADER = 48;
const WINDOW = 600;

/** Private keys in PEM or PGP armor (RFC 7468, RFC 9580) and PuTTY's format. */
export const privateKeys: Detector = {
  id: 'secret.private-key',
  title: 'Private keys',
  spec: 'https://www.rfc-editor.org/rfc/rfc7468',
  keywords: ['-----BEGIN ', 'PuTTY-User-Key-File-'],
  wants: () => true,
  at(file, offset) {
    const pointer = `line ${file.line(offset)}`;
    const text = file.text(offset, offset + WINDOW);
    if (text.startsWith('PuTTY')) {
      const encrypted = !/^Encryption: none/m.test(text);
      return { kind: kindOf(encrypted), detail: `PuTTY key${encrypted ? ', encrypted' : ''}`, pointer };
    }
    const [header, what] = ARMOR.exec(text.slice(0, LONGEST_HEADER)) ?? [];
    if (header === undefined || what === undefined) return undefined;
    const body = text.slice(header.length);
    if (!BODY.test(body)) return undefined;
    const encrypted = what.startsWith('ENCRYPTED') || /^(?:\s|\\n)*Proc-Type: 4,ENCRYPTED/.test(body);
    return { kind: kindOf(encrypted), detail: `${what}${encrypted ? ' (encrypted)' : ''}`, pointer };
  },
};

function kindOf(encrypted: boolean): string {
  return encrypted ? 'secret.private-key-encrypted' : 'secret.private-key';
}
