import { displayName } from '../base/names.ts';
import type { CaseModel, CaseTree } from '../case/model.ts';
import { OwnedFiles } from '../case/owned-files.ts';
import { type Unusual, unusual } from '../case/unowned.ts';
import type { TreeEntry } from '../image/tree.ts';
import type { FindingSeverity } from '../model/finding.ts';
import type { Rule } from './types.ts';

const MOST_SHOWN = 10;

const SAYS: Readonly<Record<Unusual, readonly [severity: FindingSeverity, one: string, many: string]>> = {
  setuid: ['medium', 'sets the user id and is in no package', 'set the user id and are in no package'],
  setgid: ['low', 'sets the group id and is in no package', 'set the group id and are in no package'],
  capabilities: [
    'medium',
    'carries capabilities and is in no package',
    'carry capabilities and are in no package',
  ],
  'world-writable': ['low', 'can be written by anybody', 'can be written by anybody'],
  device: ['medium', 'is a device node', 'are device nodes'],
  'leaves-root': ['medium', 'is a link that climbs out of the root', 'are links that climb out of the root'],
};

/** Rights that packages of distributions have for good reason: told only of files in no package. */
const NORMAL_IN_PACKAGES: readonly Unusual[] = ['setuid', 'setgid', 'capabilities'];

/** One finding for each kind of unusual right in a tree. */
export const unusualRights: Rule = {
  id: 'content.unusual-rights',
  title: 'Files with unusual rights or kinds',
  grade: 'hint',
  why: 'Files that give their user more rights, files that everybody can write, and devices are ways from one account to another. Links out of the root lead to files of whoever unpacks the archive.',
  mayBeWrong: 'Some programs need these rights. Whether they matter depends on how the image is run.',
  remedy: 'Take the rights away from what does not need them, and run as a user that cannot gain them.',
  *run(model) {
    for (const tree of model.trees) {
      for (const [kind, entries] of byKind(model, tree)) {
        const [severity, one, many] = SAYS[kind];
        const [first] = entries;
        yield {
          severity,
          source: tree.source,
          ...(first === undefined ? {} : { path: first.path }),
          key: `${tree.id}\0${kind}`,
          title:
            entries.length === 1
              ? `1 entry of ${displayName(tree.name)} ${one}.`
              : `${entries.length.toLocaleString('en')} entries of ${displayName(tree.name)} ${many}.`,
          detail: entries
            .slice(0, MOST_SHOWN)
            .map(({ path }) => displayName(path))
            .join(', '),
          evidence: entries.slice(0, MOST_SHOWN).map(({ path, mode, link }) => ({
            label: link === undefined ? mode.toString(8).padStart(4, '0') : `link to ${displayName(link)}`,
            value: displayName(path),
          })),
        };
      }
    }
  },
};

function byKind(model: CaseModel, tree: CaseTree): Map<Unusual, TreeEntry[]> {
  const owned = OwnedFiles.of(model, tree);
  const out = new Map<Unusual, TreeEntry[]>();
  for (const entry of tree.squashed.entries()) {
    for (const kind of unusual(tree, entry)) {
      if (NORMAL_IN_PACKAGES.includes(kind) && owned.ownerOf(entry.path) !== undefined) continue;
      const known = out.get(kind);
      if (known === undefined) out.set(kind, [entry]);
      else known.push(entry);
    }
  }
  return out;
}
