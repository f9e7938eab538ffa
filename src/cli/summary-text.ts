import { displayName } from '../core/base/names.ts';
import { dataPage } from '../core/case/advisories/data-page.ts';
import type { CaseModel } from '../core/case/model.ts';
import { ecosystemTitle } from '../core/case/queries/ecosystem.ts';
import { sourceRows } from '../core/case/queries/sources.ts';
import { summary } from '../core/case/queries/summary.ts';
import { heldScans } from '../core/case/scans/hold.ts';
import type { CaseSummary } from '../core/case/views.ts';
import { findingsOf } from '../core/flag/findings.ts';
import { indicatorSearch } from '../core/flag/indicator-search.ts';
import { byUrgency } from '../core/flag/priority.ts';
import { counted } from '../core/unpack/wording.ts';

/** What `loupe inspect` says without `--json`: the case in words, for a terminal. */
export function summaryText(model: CaseModel): string {
  const case_ = summary(model, 0);
  const lines: string[] = [];
  for (const row of sourceRows(model)) {
    if (row.depth > 1) continue;
    lines.push(`${'  '.repeat(row.depth)}${row.name}  ${row.kindTitle}, ${row.aside}`);
  }
  for (const image of case_.images) {
    lines.push(
      '',
      `Image ${image.name}, ${image.platform}, ${counted(image.layers.length, 'layer')}, ${counted(image.paths, 'path')}`,
    );
    if (image.manifestDigest !== undefined) lines.push(`  manifest ${image.manifestDigest}`);
    if (image.configDigest !== undefined) lines.push(`  config   ${image.configDigest}`);
    for (const { title, pass, total, odd } of image.ladder) {
      lines.push(`  ${title}: ${pass} of ${total}`);
      for (const { of, status, expected, actual } of odd)
        lines.push(`    ${status}: ${of}: stated ${expected}, found ${actual}`);
    }
    if (image.ladderState === 'claimed') lines.push('  The image agrees with itself. That proves no origin.');
  }
  if (case_.ecosystems.length > 0) lines.push('');
  for (const { ecosystem, components, places } of case_.ecosystems) {
    lines.push(
      `${counted(components, `${ecosystemTitle(ecosystem)} component`)} in ${counted(places, 'place')}`,
    );
  }
  if (case_.removedComponents > 0)
    lines.push(`${counted(case_.removedComponents, 'component')} only in layers, removed by later ones`);
  lines.push(...findingLines(model), ...advisoryLines(model, case_), ...scanLines(model));
  if (model.diagnostics.length > 0) lines.push('', 'Not read, or not what it seems:');
  for (const { severity, message, entry, offset, source } of model.diagnostics) {
    const path = model.sources.find(({ id }) => id === source)?.path ?? '';
    const where = [path, entry, offset === undefined ? undefined : `byte ${offset}`]
      .filter(Boolean)
      .join(', ');
    lines.push(`  ${severity}: ${message} (${where})`);
  }
  return `${lines.join('\n')}\n`;
}

/** Whether known vulnerabilities were looked up, and why nothing is known of some components. */
function advisoryLines(model: CaseModel, { components, advisories }: CaseSummary): readonly string[] {
  if (components === 0) return [];
  if (advisories.states === undefined)
    return ['', 'Known vulnerabilities were not looked up: no advisory data are in use (--advisories F).'];
  const { matched, clean, noData } = advisories.states;
  return [
    '',
    `Known vulnerabilities: ${counted(matched, 'component')} matched, ${clean.toLocaleString('en')} clean, of ${noData.toLocaleString('en')} nothing is known.`,
    ...dataPage(model, 0).reasons.map(
      (one) => `  ${counted(one.components, 'component')}: ${displayName(one.sentence)}`,
    ),
  ];
}

/** What other scanners report, held against what was found. */
function scanLines(model: CaseModel): readonly string[] {
  return heldScans(model).flatMap(({ document, counts }) => {
    const { name = '' } = model.sources.find(({ id }) => id === document) ?? {};
    const scan = model.documents.find(({ source }) => source === document)?.scan;
    if (scan === undefined) return [];
    const version = scan.toolVersion === undefined ? '' : ` ${scan.toolVersion}`;
    const said = counted(scan.vulnerabilities.length, 'finding');
    return [
      '',
      `${displayName(`${scan.tool}${version}`)} reports ${said} (${displayName(name)}): ${counts.both} also found here, ${counts['only-scanner']} only there, ${counts['only-loupe']} only here. It is a claim, and changes no finding.`,
    ];
  });
}

/** What the rules say, what to do first at the head, and what was searched for what is on the lists given. */
function findingLines(model: CaseModel): readonly string[] {
  const findings = byUrgency(model, findingsOf(model));
  const { lists, files, components, found } = indicatorSearch(model);
  return [
    ...(findings.length === 0 ? [] : ['', 'Findings:']),
    ...findings.map(
      ({ grade, severity, title, rule, suppressedBy, notes = [] }) =>
        `  ${grade}, ${severity}: ${title} (${rule})${notes.map((note) => `; ${note}`).join('')}${suppressedBy === undefined ? '' : ` Suppressed: ${suppressedBy}`}`,
    ),
    ...lists.map(
      ({ name, indicators, unread, otherDigests }) =>
        `${counted(indicators, 'indicator')} of ${name} looked for in ${counted(files, 'file')} of every layer and ${counted(components, 'component')}${unread === 0 ? '' : `; ${counted(unread, 'line')} of it could not be read`}${otherDigests === 0 ? '' : `; ${counted(otherDigests, 'digest')} of it that are no SHA-256 were held against no file`}.`,
    ),
    ...(lists.length === 0 ? [] : [found === 0 ? 'None is here.' : `${counted(found, 'hit')}.`]),
  ];
}
