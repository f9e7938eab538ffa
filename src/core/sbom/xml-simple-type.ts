import { formats } from './schema-formats.ts';
import type { Simple } from './xml-schema.ts';

interface SimpleFault {
  readonly code: string;
  readonly message: string;
}

/** The types of XML Schema that are used, as patterns over the trimmed text; those not named here take any text. */
const BUILT_IN: Readonly<Record<string, RegExp>> = {
  'xs:boolean': /^(?:true|false|1|0)$/,
  'xs:integer': /^[+-]?\d+$/,
  'xs:nonNegativeInteger': /^(?:\+?\d+|-0+)$/,
  'xs:positiveInteger': /^\+?0*[1-9]\d*$/,
  'xs:decimal': /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/,
  'xs:dateTime': /^-?\d{4,}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?$/,
  'xs:date': /^-?\d{4,}-\d{2}-\d{2}(?:Z|[+-]\d{2}:\d{2})?$/,
};

const TITLES: Readonly<Record<string, string>> = {
  'xs:boolean': 'not true or false',
  'xs:integer': 'not a whole number',
  'xs:nonNegativeInteger': 'not a whole number from 0 on',
  'xs:positiveInteger': 'not a whole number from 1 on',
  'xs:decimal': 'not a number',
  'xs:dateTime': 'not a date with a time',
  'xs:date': 'not a date',
};

/** Why a text is not of a type; `undefined` where it is. Space around it does not count (`whiteSpace: collapse`). */
export function simpleFault(
  raw: string,
  type: string | Simple,
  simples: Readonly<Record<string, Simple>>,
): SimpleFault | undefined {
  const text = raw.trim();
  if (typeof type === 'string') {
    if (Object.hasOwn(simples, type)) return simpleFault(text, simples[type] ?? {}, simples);
    const pattern = Object.hasOwn(BUILT_IN, type) ? BUILT_IN[type] : undefined;
    if (pattern === undefined) return undefined;
    const day =
      type === 'xs:date' || type === 'xs:dateTime' ? text.replace(/^-/, '').slice(0, 10) : undefined;
    if (pattern.test(text) && (day === undefined || formats.date(day))) return undefined;
    return { code: 'xml.type', message: `that is ${TITLES[type]}.` };
  }
  if (type.union !== undefined) {
    const all = type.union.map((one) => simpleFault(text, one, simples));
    return all.includes(undefined) ? undefined : all[0];
  }
  const base = type.base === undefined ? undefined : simpleFault(text, type.base, simples);
  if (base !== undefined) return base;
  if (type.values !== undefined && !type.values.includes(text))
    return { code: 'xml.enumeration', message: 'that is none of the values allowed there.' };
  if (type.patterns !== undefined && !type.patterns.some((one) => patternOf(one).test(text)))
    return {
      code: 'xml.pattern',
      message: `it does not have the form that is asked for (${type.patterns.join(' or ').slice(0, 80)}).`,
    };
  const number = Number(text);
  if ((type.min !== undefined && number < type.min) || (type.max !== undefined && number > type.max))
    return {
      code: 'xml.range',
      message: `it must lie between ${type.min ?? 'nothing'} and ${type.max ?? 'anything'}.`,
    };
  if (text.length < (type.shortest ?? 0) || text.length > (type.longest ?? text.length))
    return { code: 'xml.length', message: 'that is too short or too long.' };
  return undefined;
}

const patterns = new Map<string, RegExp>();

/** Patterns of XML Schema are anchored; those of CycloneDX use nothing that JavaScript reads another way. */
function patternOf(pattern: string): RegExp {
  const known = patterns.get(pattern) ?? new RegExp(`^(?:${pattern})$`);
  patterns.set(pattern, known);
  return known;
}
