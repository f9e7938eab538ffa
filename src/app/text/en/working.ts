import { formatCount, formatPercent, formatSize, plural } from '../format.ts';

const STAGES: Readonly<Record<string, { readonly word: string; readonly bytes: boolean }>> = {
  reading: { word: 'reading', bytes: true },
  hashing: { word: 'hashing', bytes: true },
  unpacking: { word: 'unpacking', bytes: true },
  cataloguing: { word: 'looking for packages', bytes: false },
  joining: { word: 'joining', bytes: false },
};

/** `9.4 of 15.2 MB`, `3,013 of 3,847`, `3,013`. */
function amount(stage: string, done: number, total: number): string {
  const bytes = STAGES[stage]?.bytes === true;
  if (total <= 0) {
    if (done <= 0) return '';
    return bytes ? formatSize(done) : formatCount(done);
  }
  if (!bytes) return `${formatCount(done)} of ${formatCount(total)}`;
  const [whole, part] = [formatSize(total), formatSize(done)];
  const unit = whole.slice(whole.indexOf(' '));
  return `${part.endsWith(unit) ? part.slice(0, -unit.length) : part} of ${whole}`;
}

export const working = {
  stage: (stage: string) => STAGES[stage]?.word ?? stage,
  amount,
  percent: formatPercent,
  title: (files: number) => `Reading ${plural(files, 'file')}`,
  begin: 'Looking at what was dropped.',
  sentence: (stage: string, done: number, total: number, jobs: number) => {
    const what = STAGES[stage]?.word ?? stage;
    const much = amount(stage, done, total);
    const others = jobs > 1 ? `, ${plural(jobs - 1, 'other')} beside it` : '';
    return `${what.charAt(0).toUpperCase()}${what.slice(1)}${much === '' ? '' : `, ${much}`}${others}.`;
  },
  cancel: 'Cancel',
  stopping: 'Stopping',
  show: 'Show',
  keeps: 'Cancel keeps what was read. The rest will be marked',
  bar: 'All work',
  jobs: 'Under way',
  more: (count: number) => `${formatCount(count)} more wait`,
  soFar: 'Components so far',
  soFarDetail: (count: number) => `${formatCount(count)}, sorted by name, more to come`,
  noneYet: 'No package was found yet.',
  silent: (name: string) => `Nothing has moved in ${name} for ten seconds.`,
  silentText: 'It may be slow, or built to be slow. Waiting does no harm: memory is bounded.',
  goOn: 'Go on',
  stop: 'Stop',
  knownTitle: 'Known so far',
  knownText: 'Sentences stay, figures grow until the work is done.',
  unreadTitle: 'Could not be read',
  unreadNone: 'Nothing so far.',
  announce: (percent: string, components: number) =>
    `Working, ${percent}. ${plural(components, 'component')} so far.`,
  announceDone: (components: number, partial: boolean) =>
    `Done. ${plural(components, 'component')}.${partial ? ' Not fully inspected.' : ''}`,
} as const;
