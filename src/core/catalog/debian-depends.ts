import { debianVersionCompare } from './debian-version.ts';

/** One package name of a relationship field, with what it asks of it. */
export interface Alternative {
  readonly name: string;
  /** Architecture qualifier: `any`, `native` or an architecture. */
  readonly qualifier?: string;
  readonly constraint?: Constraint;
}

export interface Constraint {
  readonly operator: '<<' | '<=' | '=' | '>=' | '>>';
  readonly version: string;
}

const ALTERNATIVE =
  /^([a-z0-9][a-z0-9+.-]*)(?::([a-z0-9-]+))?[ \t\n]*(?:\([ \t\n]*(<<|<=|=|>=|>>|<|>)[ \t\n]*([^ \t\n)]+)[ \t\n]*\))?/i;

const MOST_ALTERNATIVES = 1000;

/**
 * Reads a relationship field (Debian Policy section 7.1): clauses joined by `,`, each with alternatives joined by `|`.
 * What does not read as a package name is left out.
 */
export function parseDepends(field: string): readonly (readonly Alternative[])[] {
  return field
    .split(',')
    .map((clause) =>
      clause.split('|', MOST_ALTERNATIVES).flatMap((text) => parseAlternative(text.trim()) ?? []),
    )
    .filter((clause) => clause.length > 0);
}

function parseAlternative(text: string): Alternative | undefined {
  const [, name, qualifier, operator, version] = ALTERNATIVE.exec(text) ?? [];
  if (name === undefined) return undefined;
  return {
    name,
    ...(qualifier === undefined ? {} : { qualifier }),
    ...(operator === undefined || version === undefined
      ? {}
      : { constraint: { operator: modern(operator), version } }),
  };
}

/** `<` and `>` are the old spelling of `<=` and `>=` (Policy section 7.1). */
function modern(operator: string): Constraint['operator'] {
  if (operator === '<' || operator === '<=') return '<=';
  if (operator === '>' || operator === '>=') return '>=';
  return operator === '<<' || operator === '>>' ? operator : '=';
}

/** Whether a version meets a constraint, in Debian's order. */
export function meets(version: string, constraint: Constraint | undefined): boolean {
  if (constraint === undefined) return true;
  const order = debianVersionCompare(version, constraint.version);
  switch (constraint.operator) {
    case '<<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '=':
      return order === 0;
    case '>=':
      return order >= 0;
    case '>>':
      return order > 0;
  }
}

/** An alternative as the field writes it: `python3:any`, `libc6 (>= 2.34)`. */
export function alternativeText({ name, qualifier, constraint }: Alternative): string {
  const full = qualifier === undefined ? name : `${name}:${qualifier}`;
  return constraint === undefined ? full : `${full} (${constraint.operator} ${constraint.version})`;
}
