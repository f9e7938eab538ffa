import { displayName } from '../base/names.ts';
import { agreementsOf, isWeak, type RecordedFile, recordName } from '../case/agreement.ts';
import type { Agreement } from '../case/agreement-views.ts';
import type { CaseModel } from '../case/model.ts';
import type { Flagged, Rule } from './types.ts';

/** Files of one package that are told one by one; more of them are one finding. */
const MOST_TOLD = 50;

/** One finding for each file that is not what its package's own record says. */
export const ownRecord: Rule = {
  id: 'integrity.own-record',
  title: 'A file is not what its package recorded',
  grade: 'fact',
  why: 'A package lists its files with their digests. Where a file differs, it was changed after the package was made or installed.',
  mayBeWrong:
    'Whoever builds an image may change files on purpose: a patched script, a stripped library. And whoever can change a file can change the record too, so agreement proves nothing.',
  remedy:
    'Compare the file with the one in the package as its distribution publishes it, and find the step that changed it.',
  *run(model) {
    for (const agreement of agreementsOf(model)) yield* flags(model, agreement);
  },
};

function* flags(model: CaseModel, agreement: Agreement): Generator<Flagged> {
  const occurrence = model.occurrences[agreement.occurrence];
  const component = occurrence && model.components[occurrence.component];
  if (occurrence === undefined || component === undefined) return;
  const name = displayName(`${component.name} ${component.version ?? ''}`.trim());
  const record =
    occurrence.state === 'stated' ? `"${displayName(occurrence.path)}"` : recordName(occurrence.cataloger);
  const about = { component: component.key, source: occurrence.source };
  const weak = agreement.algorithms.some(isWeak) ? ' The record uses a weak algorithm.' : '';
  for (const file of agreement.changed.slice(0, MOST_TOLD)) {
    yield {
      ...about,
      severity: 'high',
      path: file.path,
      key: `changed\0${file.tree}\0${occurrence.path}`,
      title: `"${displayName(file.path)}" is not what ${record} says of ${name}.`,
      detail: `Stated: ${file.stated ?? 'nothing'}. Found: ${file.found ?? 'nothing'}.${weak}`,
      evidence: evidence(file),
    };
  }
  for (const file of agreement.extra.slice(0, MOST_TOLD)) {
    yield {
      ...about,
      severity: 'medium',
      path: file.path,
      key: `extra\0${file.tree}\0${occurrence.path}`,
      title: `"${displayName(file.path)}" lies among the files of ${name}, and ${record} does not name it.`,
      detail: 'It came there some other way than with the package.',
      evidence: evidence(file),
    };
  }
  const more =
    Math.max(0, agreement.changed.length - MOST_TOLD) + Math.max(0, agreement.extra.length - MOST_TOLD);
  if (more > 0) {
    yield {
      ...about,
      severity: 'high',
      key: `more\0${occurrence.tree}\0${occurrence.path}`,
      title: `${more.toLocaleString('en')} more files of ${name} are not as ${record} says.`,
      detail: 'They are listed with the package.',
      evidence: [],
    };
  }
}

function evidence({ stated, found }: RecordedFile): Flagged['evidence'] {
  return [
    ...(stated === undefined ? [] : [{ label: 'stated', value: stated }]),
    ...(found === undefined ? [] : [{ label: 'found', value: found }]),
  ];
}
