import { groupBy } from '../base/group.ts';
import { displayName } from '../base/names.ts';
import { OwnedFiles } from '../case/owned-files.ts';
import { hookOwner, hooksOf } from '../case/queries/story.ts';
import type { FindingSeverity } from '../model/finding.ts';
import type { Rule } from './types.ts';

const MOST_SHOWN = 10;

interface Kind {
  readonly severity: FindingSeverity;
  /** Told wherever it stands; else only when no package brought it. */
  readonly always: boolean;
  readonly one: string;
  readonly many: string;
}

const kind = (severity: FindingSeverity, always: boolean, one: string, many: string): Kind => ({
  severity,
  always,
  one,
  many,
});
const PYTHON = kind('medium', false, 'runs code whenever Python starts', 'run code whenever Python starts');

const KINDS: Readonly<Record<string, Kind>> = {
  'hook.ld-so-preload': kind(
    'high',
    true,
    'puts a library into every program',
    'put a library into every program',
  ),
  'hook.authorized-key': kind(
    'medium',
    true,
    'lets the holder of a key log in',
    'let the holder of a key log in',
  ),
  'hook.python-pth': PYTHON,
  'hook.python-startup': PYTHON,
  'hook.systemd-unit': kind(
    'low',
    false,
    'is started or timed by systemd',
    'are started or timed by systemd',
  ),
  'hook.cron': kind('medium', false, 'is run by cron', 'are run by cron'),
  'hook.init': kind('low', false, 'is run when the system starts', 'are run when the system starts'),
  'hook.profile': kind('low', false, 'is run at every login or shell', 'are run at every login or shell'),
  'hook.autostart': kind('low', false, 'is started with the desktop', 'are started with the desktop'),
};

/** One finding for each kind of start-up hook in a tree. */
export const hooksRule: Rule = {
  id: 'content.hook',
  title: 'Something runs by itself and came with no package',
  grade: 'hint',
  why: 'What runs at start, at login, at times or in every program is where an intruder stays.',
  mayBeWrong: 'Images that run several services set such things up on purpose, and not with a package.',
  remedy: 'Read what each of them runs, and find the step that put it there.',
  *run(model) {
    for (const tree of model.trees) {
      const known = OwnedFiles.of(model, tree).hasRecords;
      for (const [id, hooks] of groupBy(hooksOf(model, tree), (hook) => hook.kind)) {
        const told = KINDS[id];
        if (told === undefined || (!told.always && !known)) continue;
        const { severity, always } = told;
        const mine = always ? hooks : hooks.filter((hook) => hookOwner(model, tree, hook) === undefined);
        const [first] = mine;
        if (first === undefined) continue;
        yield {
          severity,
          source: tree.source,
          path: first.path,
          key: `${tree.id}\0${id}`,
          title: titleOf(tree.name, mine.length, told),
          detail: `In ${[...new Set(mine.slice(0, MOST_SHOWN).map(({ path }) => displayName(path)))].join(', ')}.`,
          evidence: mine.slice(0, MOST_SHOWN).map(({ path, detail, pointer }) => ({
            label: displayName(path),
            value: displayName(detail),
            ...(pointer === undefined ? {} : { at: pointer }),
          })),
        };
      }
    }
  },
};

function titleOf(tree: string, count: number, { always, one, many }: Kind): string {
  const name = displayName(tree);
  if (count === 1) return `1 entry of ${name} ${one}${always ? '' : ', and is in no package'}.`;
  return `${count.toLocaleString('en')} entries of ${name} ${many}${always ? '' : ', and are in no package'}.`;
}
