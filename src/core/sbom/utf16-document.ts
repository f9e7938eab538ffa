import { type Bytes, encodeUtf8 } from '../base/bytes.ts';
import { displayName } from '../base/names.ts';
import { type Fault, fault } from '../base/result.ts';
import type { DocumentError, StatedDocument } from '../model/document.ts';
import type { Validity } from './types.ts';

const XML_BEGINS = 0x3c;

/**
 * The bytes of a document as its reader takes them: UTF-8, where it is in UTF-16 by its byte order mark. XML is left as it
 * is, whose reader knows both; so is what is no UTF-16.
 */
export function withoutUtf16(bytes: Bytes): { readonly bytes: Bytes; readonly utf16: boolean } {
  const [first, second, third, fourth] = bytes;
  const little = first === 0xff && second === 0xfe;
  const big = first === 0xfe && second === 0xff;
  if ((!little && !big) || (little ? third : fourth) === XML_BEGINS) return { bytes, utf16: false };
  try {
    const text = new TextDecoder(little ? 'utf-16le' : 'utf-16be', { fatal: true }).decode(bytes);
    return { bytes: encodeUtf8(text), utf16: true };
  } catch {
    return { bytes, utf16: false };
  }
}

/** What is to be told of a document in UTF-16. Its places count as if it were in UTF-8. */
export function utf16Fault(name: string): Fault {
  const what = `"${displayName(name)}" is in UTF-16, and was read as what it is in UTF-8, in which places in it are counted; other tools may refuse it.`;
  return fault('document.utf-16', 'warning', what, { offset: 0 });
}

const NOT_JSON: DocumentError = {
  code: 'json.encoding',
  pointer: '',
  message: 'It is in UTF-16: JSON that is exchanged is in UTF-8 (RFC 8259, section 8.1).',
};

/** JSON that is exchanged is in UTF-8, whatever else holds of it; YAML may be in either. */
export function utf16Validity<T extends Validity & Pick<StatedDocument, 'serialization'>>(document: T): T {
  if (document.serialization !== 'json') return document;
  return { ...document, valid: false, validity: NOT_JSON.message, errors: [NOT_JSON, ...document.errors] };
}
