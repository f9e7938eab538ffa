import { groupBy } from '../base/group.ts';
import { displayName } from '../base/names.ts';
import { OwnedFiles } from '../case/owned-files.ts';
import { type UnownedFile, unownedFiles } from '../case/unowned.ts';
import type { Rule } from './types.ts';

const MOST_SHOWN = 10;

/** One finding for each layer that brought executables, libraries or scripts which no package claims. */
export const unownedFilesRule: Rule = {
  id: 'content.unowned',
  title: 'What can run and came with no package',
  grade: 'hint',
  why: 'A file that no package claims has no name, no version and no advisories. Nobody is told when it is vulnerable, and it is where an intruder would put something.',
  mayBeWrong:
    'An application copied into its image is in no package either. Files that package managers write themselves, by scripts, are in none.',
  remedy:
    'Find out where each came from. Install it as a package, or write down its name, version and digest.',
  *run(model) {
    for (const tree of model.trees) {
      if (tree.image === undefined || !OwnedFiles.of(model, tree).hasRecords) continue;
      const files = unownedFiles(model, tree).filter(({ kind }) => kind !== 'archive');
      for (const [layer, mine] of groupBy(files, ({ entry }) => entry.layer)) {
        const [first] = mine;
        if (first === undefined) continue;
        const by = tree.image.plan.layers[layer]?.createdBy;
        yield {
          severity: 'low',
          source: tree.source,
          path: first.entry.path,
          key: `${tree.id}\0${layer}`,
          title: `Layer ${layer + 1} of ${displayName(tree.name)} brings ${counts(mine)} that no package claims.`,
          detail:
            by === undefined ? 'The image does not say what made the layer.' : `Made by: ${displayName(by)}`,
          evidence: mine.slice(0, MOST_SHOWN).map(({ entry, kind }) => ({
            label: kind,
            value: entry.sha256 === undefined ? 'digest not computed' : `sha256:${entry.sha256}`,
            at: displayName(entry.path),
          })),
        };
      }
    }
  },
};

const WORDS = [
  ['executable', 'executable', 'executables'],
  ['library', 'library', 'libraries'],
  ['script', 'script', 'scripts'],
] as const;

function counts(files: readonly UnownedFile[]): string {
  const parts = WORDS.flatMap(([kind, one, many]) => {
    const count = files.filter((file) => file.kind === kind).length;
    return count === 0 ? [] : [`${count.toLocaleString('en')} ${count === 1 ? one : many}`];
  });
  return [parts.slice(0, -1).join(', '), parts.at(-1) ?? ''].filter(Boolean).join(' and ');
}
