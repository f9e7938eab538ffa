import { groupBy } from '../base/group.ts';
import { displayName } from '../base/names.ts';
import { OwnedFiles } from '../case/owned-files.ts';
import { hookOwner, hooksOf } from '../case/queries/story.ts';
import type { FindingSeverity } from '../model/finding.ts';
import type { Rule } from './types.ts';

const MOST_SHOWN = 10;

/** What is told wherever it stands, and what only when no package brought it. */
const KINDS: Readonly<Record<string, readonly [severity: FindingSeverity, always: boolean, what: string]>> = {
  'hook.ld-so-preload': ['high', true, 'put a library into every program'],
  'hook.authorized-key': ['medium', true, 'let the holder of a key log in'],
  'hook.python-pth': ['medium', false, 'run code whenever Python starts'],
  'hook.python-startup': ['medium', false, 'run code whenever Python starts'],
  'hook.systemd-unit': ['low', false, 'are started or timed by systemd'],
  'hook.cron': ['medium', false, 'are run by cron'],
  'hook.init': ['low', false, 'are run when the system starts'],
  'hook.profile': ['low', false, 'are run at every login or shell'],
  'hook.autostart': ['low', false, 'are started with the desktop'],
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
      for (const [kind, hooks] of groupBy(hooksOf(model, tree), (hook) => hook.kind)) {
        const [severity, always, what] = KINDS[kind] ?? [];
        if (severity === undefined || (!always && !known)) continue;
        const mine = always ? hooks : hooks.filter((hook) => hookOwner(model, tree, hook) === undefined);
        const [first] = mine;
        if (first === undefined) continue;
        yield {
          severity,
          source: tree.source,
          path: first.path,
          key: `${tree.id}\0${kind}`,
          title: `${mine.length.toLocaleString('en')} ${mine.length === 1 ? 'entry' : 'entries'} of ${displayName(tree.name)}: ${what}${always ? '' : ', and are in no package'}.`,
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
