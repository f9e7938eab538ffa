import { type LicenseFamily, licenseFamily } from '../base/license-family.ts';
import { displayName } from '../base/names.ts';
import { componentLicenses, licensedComponents } from '../case/license-texts.ts';
import type { CaseModel } from '../case/model.ts';
import type { Flagged, Rule } from './types.ts';

const MOST_SHOWN = 10;

/** Packages whose license texts are none that they declare. */
export const licenseTextDiffers: Rule = {
  id: 'licence.text-differs',
  title: 'The licence text of a package is not the licence that it declares',
  grade: 'policy',
  why: 'A package grants what its text says; lists and SBOMs repeat what its metadata declares. Where the two differ, nobody can say which terms you have.',
  mayBeWrong:
    'The text may be a leftover of a template, or of a part that the package bundles; only the makers can say. Texts count that stand there word for word and speak for the whole package, and only where the files leave nothing unrecognized.',
  remedy:
    'Ask its makers which of the two holds, and state that in your SBOM; until then go by the stricter.',
  *run(model) {
    for (const component of licensedComponents(model)) {
      const flagged = flag(model, component);
      if (flagged !== undefined) yield flagged;
    }
  },
};

function flag(model: CaseModel, index: number): Flagged | undefined {
  const { agreement, declared, files } = componentLicenses(model, index);
  const component = model.components[index];
  if (agreement !== 'disagrees' || component === undefined) return undefined;
  const texts = files.filter(({ own, texts }) => own && texts.length > 0);
  const [first] = texts;
  const source = model.trees.find(({ id }) => id === first?.tree)?.source;
  if (first === undefined || source === undefined) return undefined;
  const shared = [...new Set(texts.flatMap((file) => file.texts.map(({ ids }) => ids.join(' or '))))];
  const said = declared.map((text) => displayName(text.slice(0, 200)));
  const name = displayName([component.name, component.version].filter(Boolean).join(' '));
  return {
    severity: asksForMore(declared, texts) ? 'medium' : 'low',
    component: component.key,
    source,
    path: first.path,
    title: `${name} declares ${said.join(', ')}, and its licence text is ${shared.join(', ')}.`,
    detail: `"${displayName(first.path)}" holds it word for word. None of its files holds or names what is declared.`,
    evidence: [
      ...declared.map((value) => ({ label: 'declared', value: value.slice(0, 400) })),
      ...texts.slice(0, MOST_SHOWN).flatMap(({ path, texts: held }) =>
        held.map(({ ids, pointer }) => ({
          label: `text of ${ids.join(' or ')}`,
          value: displayName(path),
          ...(pointer === undefined ? {} : { at: pointer }),
        })),
      ),
    ],
  };
}

const FAMILIES: readonly LicenseFamily[] = ['permissive', 'weak-copyleft', 'strong-copyleft'];

/** Whether a text asks more of whoever passes the software on than every license that is declared. */
function asksForMore(
  declared: readonly string[],
  files: readonly { readonly texts: readonly { readonly ids: readonly string[] }[] }[],
): boolean {
  const weight = (text: string) => FAMILIES.indexOf(licenseFamily(text));
  const ids = files.flatMap(({ texts }) => texts.flatMap((text) => text.ids));
  return Math.max(...ids.map(weight)) > Math.max(...declared.map(weight));
}
