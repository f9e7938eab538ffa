import { isJsonObject, own, ownList, ownText } from '../../base/json-shape.ts';
import { classify, domainIn, hashesIn, isNetwork, refanged } from './classify.ts';
import type { Draft } from './draft.ts';
import type { Indicator } from './types.ts';

/**
 * One comparison of a pattern (STIX 2.1 §9.6): object, property, whether it is negated, operator, and one text or a set
 * of texts. Comparisons with anything else are not met, and told as unread.
 */
const COMPARISON =
  /([a-z0-9-]{1,40}):([\w.'"[\]*-]{1,80})\s{0,4}(NOT\s{1,4})?(=|!=|<>|[<>]=?|IN\b|LIKE\b|MATCHES\b|ISSUBSET\b|ISSUPERSET\b)\s{0,4}(\((?:[^()'\\]|'(?:[^'\\]|\\.)*')*\)|'(?:[^'\\]|\\.)*'|[^\s\])']+)/gi;
const TEXT = /'((?:[^'\\]|\\.)*)'/g;

/** Longer patterns are told as unread. */
const LONGEST = 65_536;

const HOSTS = new Set(['domain-name', 'ipv4-addr', 'ipv6-addr', 'url']);

/** Reads the indicators of a STIX 2.1 bundle. However a pattern combines them, each of its comparisons is looked for. */
export function readStix(draft: Draft, value: unknown): void {
  if (!isJsonObject(value)) return;
  for (const [i, one] of ownList(value, 'objects').entries()) {
    if (!isJsonObject(one) || own(one, 'type') !== 'indicator') continue;
    const whole = ownText(one, 'pattern') ?? '';
    const pattern = whole.length > LONGEST ? '' : whole;
    const at = `/objects/${i}/pattern`;
    let any = false;
    for (const [comparison, object = '', property = '', not, operator = '', right = ''] of pattern.matchAll(
      COMPARISON,
    )) {
      any = true;
      if (not !== undefined || operator === '!=' || operator === '<>') continue;
      const exact = operator === '=' || operator.toUpperCase() === 'IN';
      const texts = exact
        ? [...right.matchAll(TEXT)].map(([, text = '']) => text.replace(/\\(.)/g, '$1'))
        : [];
      if (texts.length === 0) draft.add([], at, comparison);
      for (const text of texts) draft.add(meant(object.toLowerCase(), property, text), at, text);
    }
    if (!any) draft.add([], at, whole);
  }
}

function meant(object: string, property: string, text: string): readonly Indicator[] {
  if (HOSTS.has(object)) {
    return isNetwork(text) ? [] : domainIn(refanged(text));
  }
  if (object === 'file' && property === 'name' && hashesIn(text).length === 0)
    return text.includes('/')
      ? [{ kind: 'glob', value: text }]
      : [{ kind: 'file', value: text.slice(text.lastIndexOf('\\') + 1) }];
  return classify(text);
}
