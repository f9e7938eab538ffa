import type { CaseDocument, CaseModel } from '../case/model.ts';
import { documentValues } from './document-values.ts';
import { profiles } from './registry.ts';
import { specialCheck } from './special.ts';
import { type Structure, type Subject, structureOf, subjectsOf } from './subjects.ts';
import {
  type Denominator,
  type FieldOf,
  type Profile,
  type ProfileFormat,
  type ProfileResult,
  type ProfileRule,
  profileFormat,
  type RuleResult,
  type RuleStatus,
  type RuleTest,
  type ValueCheck,
} from './types.ts';
import { type Outcome, outcomeOf, versionAtLeast } from './value-checks.ts';

const kept = new WeakMap<CaseDocument, readonly ProfileResult[]>();

/**
 * What every profile makes of a document, rule by rule; nothing for documents that list no components by their nature
 * (VEX). Worked out once per document of a model, in one pass over its components.
 */
export function profilesOf(model: CaseModel, document: CaseDocument): readonly ProfileResult[] {
  let results = kept.get(document);
  if (results === undefined) {
    results = evaluate(model, document, [...profiles]);
    kept.set(document, results);
  }
  return results;
}

export function evaluate(
  model: CaseModel,
  document: CaseDocument,
  asked: readonly Profile[],
): readonly ProfileResult[] {
  const format = profileFormat(document.format, document.version);
  if (format === undefined) return [];
  const structure = structureOf(model, document);
  const tallies = asked.map(({ id, rules }) => ({
    id,
    tallies: rules.map((rule) => new Tally(rule, format, document, structure)),
  }));
  const counting = tallies.flatMap((one) => one.tallies).filter((tally) => tally.counts);
  let declares = document.completeness.length > 0;
  for (const subject of subjectsOf(model, document, structure)) {
    for (const tally of counting) tally.add(subject);
    declares ||= subject.facts.some(({ value }) => typeof value !== 'string');
  }
  return tallies.map((one) => ({
    profile: one.id,
    rules: one.tallies.map((tally) => tally.result(model, declares)),
  }));
}

/** Whether what a rule finds depends on what the document lists, beside what it says of itself. */
function overLists(test: RuleTest): boolean {
  if (test.over !== 'special') return test.over !== 'document' && test.over !== 'nothing';
  return ['explicit-unknowns', 'no-vulnerabilities', 'top-level'].includes(test.check);
}

/** Counts one rule over the components of a document. */
class Tally {
  readonly #rule: ProfileRule;
  readonly #format: ProfileFormat;
  readonly #document: CaseDocument;
  readonly #structure: Structure;
  readonly #expressible: boolean;
  #pass = 0;
  #of = 0;
  #unknown = 0;
  #withheld = 0;
  readonly #failing: number[] = [];

  constructor(rule: ProfileRule, format: ProfileFormat, document: CaseDocument, structure: Structure) {
    this.#rule = rule;
    this.#format = format;
    this.#document = document;
    this.#structure = structure;
    const path = rule.paths[format];
    // A document that does not tell its version is read by what the format has room for at all.
    this.#expressible =
      path !== undefined &&
      (path.since === undefined || document.version === '' || versionAtLeast(document.version, path.since));
  }

  get counts(): boolean {
    const { over } = this.#rule.test;
    return this.#expressible && (over === 'components' || over === 'relations' || over === 'completeness');
  }

  add(subject: Subject): void {
    const { test, aliases = [] } = this.#rule;
    const scope = 'scope' in test ? test.scope : 'all';
    if (!this.#structure.inScope(scope, subject.number)) return;
    let outcome = this.#outcome(test, subject);
    if (outcome === 'missing') outcome = subject.declared(aliases) ?? outcome;
    if (test.over === 'components') {
      if (test.ifExists === true && outcome === 'missing') return;
      if (test.unknownCounts === true && outcome === 'unknown') {
        this.#unknown++;
        outcome = 'pass';
      }
    }
    this.#of++;
    if (outcome === 'pass') {
      this.#pass++;
      return;
    }
    if (outcome === 'unknown') this.#unknown++;
    if (outcome === 'withheld') this.#withheld++;
    this.#failing.push(subject.at);
  }

  /** What was not read may meet a rule or not: of a document that was read in part only its own fields are judged. */
  result(model: CaseModel, declares: boolean): RuleResult {
    const whole = this.#ofWhole(model, declares);
    const judged = whole.status === 'not-expressible' || !overLists(this.#rule.test);
    if (this.#document.partlyRead !== true || judged) return whole;
    return { ...whole, status: 'not-checkable', detail: 'Only a part of the document was read.' };
  }

  #ofWhole(model: CaseModel, declares: boolean): RuleResult {
    const { test, id } = this.#rule;
    if (test.over === 'nothing') return { ...this.#blank('not-checkable'), detail: test.why };
    if (!this.#expressible) return this.#blank('not-expressible');
    const unread = this.#rule.paths[this.#format]?.unread;
    if (unread !== undefined) return { ...this.#blank('not-checkable'), detail: unread };
    if (test.over === 'special')
      return {
        ...this.#blank('pass'),
        ...specialCheck(model, this.#document, this.#structure, test.check, declares),
      };
    if (test.over === 'document') return this.#ofDocument(test);
    return {
      rule: id,
      status: this.#status(test),
      pass: this.#pass,
      of: this.#of,
      unknown: this.#unknown,
      withheld: this.#withheld,
      denominator: denominatorOf(test),
      detail: this.#detail(test),
      failing: this.#failing,
    };
  }

  #outcome(test: RuleTest, subject: Subject): Outcome {
    switch (test.over) {
      case 'components':
        return groups(subject, test.every, test.is ?? 'any');
      case 'relations':
        return this.#related(subject, test.kinds[this.#format] ?? ['dependsOn']) ? 'pass' : 'missing';
      case 'completeness':
        return this.#complete(subject);
      default:
        return 'missing';
    }
  }

  #related({ number, facts }: Subject, kinds: readonly string[]): boolean {
    if (kinds.some((kind) => this.#structure.partOf.get(kind)?.has(number) === true)) return true;
    return facts.some(
      ({ field, value }) => field === 'dependencies' && typeof value !== 'string' && value.absent === 'NONE',
    );
  }

  /** Unknown completeness is stated, and says that it is unknown; nothing stated is missing. */
  #complete({ number }: Subject): Outcome {
    const own = this.#structure.completeness.get(number) ?? [];
    if (own.length === 0) return 'missing';
    return own.every(({ state }) => state === 'unknown') ? 'unknown' : 'pass';
  }

  #ofDocument(test: Extract<RuleTest, { over: 'document' }>): RuleResult {
    const outcome = worst(
      test.fields.map((field) =>
        best(documentValues(this.#document, field).map((one) => outcomeOf(one, test.is ?? 'any'))),
      ),
    );
    return {
      ...this.#blank(statusOf(outcome)),
      pass: outcome === 'pass' ? 1 : 0,
      of: 1,
      unknown: outcome === 'unknown' ? 1 : 0,
      withheld: outcome === 'withheld' ? 1 : 0,
    };
  }

  #status(test: RuleTest): RuleStatus {
    if (this.#of === 0)
      return test.over === 'components' && test.ifExists === true ? 'not-checkable' : 'fail';
    if (test.over !== 'components' && this.#structure.roots.size === 0) return 'fail';
    if (test.over === 'completeness' && test.noDangling && this.#dangling() > 0) return 'fail';
    if (this.#pass === this.#of) return 'pass';
    const open = this.#of - this.#pass;
    const said = this.#unknown + this.#withheld;
    if (said < open) return 'fail';
    return this.#withheld > 0 && this.#unknown === 0 ? 'withheld' : 'declared-unknown';
  }

  #detail(test: RuleTest): string {
    if (this.#of === 0) {
      if (test.over === 'components' && test.ifExists === true)
        return 'Nothing is stated, and whether it exists cannot be told from outside.';
      return denominatorOf(test) === 'components'
        ? 'The document lists no component.'
        : 'The document does not say what it describes.';
    }
    if (test.over === 'components') return '';
    if (this.#structure.roots.size === 0)
      return 'The document does not say what it describes, so that nothing leads to its components.';
    const dangling = test.over === 'completeness' && test.noDangling ? this.#dangling() : 0;
    return dangling === 0 ? '' : `${dangling} relations lead to something that the document does not hold.`;
  }

  #dangling(): number {
    return this.#document.unresolved.filter(({ inside }) => inside).length;
  }

  #blank(status: RuleStatus): RuleResult {
    return {
      rule: this.#rule.id,
      status,
      pass: 0,
      of: 0,
      unknown: 0,
      withheld: 0,
      denominator: denominatorOf(this.#rule.test),
      detail: '',
      failing: [],
    };
  }
}

function denominatorOf(test: RuleTest): Denominator {
  if (test.over === 'relations') return 'components';
  if (test.over !== 'components' && test.over !== 'completeness') return 'document';
  return test.scope === 'all' ? 'components' : test.scope;
}

const RANK: readonly Outcome[] = ['pass', 'withheld', 'unknown', 'wrong', 'missing'];

function best(outcomes: readonly Outcome[]): Outcome {
  return RANK.find((one) => outcomes.includes(one)) ?? 'missing';
}

function worst(outcomes: readonly Outcome[]): Outcome {
  return [...RANK].reverse().find((one) => outcomes.includes(one)) ?? 'missing';
}

function groups(subject: Subject, every: readonly (readonly FieldOf[])[], check: ValueCheck): Outcome {
  return worst(
    every.map((fields) =>
      best(fields.flatMap((field) => subject.valuesOf(field).map((value) => outcomeOf(value, check)))),
    ),
  );
}

function statusOf(outcome: Outcome): RuleStatus {
  if (outcome === 'pass' || outcome === 'withheld') return outcome;
  return outcome === 'unknown' ? 'declared-unknown' : 'fail';
}
