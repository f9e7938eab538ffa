import type { CaseModel } from '../model.ts';
import { noDataSentence } from './no-data.ts';
import { supersededSentence } from './superseded.ts';

/** What the advisory data in use say of one component, for people. */
export interface ComponentData {
  readonly state: 'matched' | 'clean' | 'no-data';
  /** For `clean`: the date of the newest record of its ecosystem. Without it the word means nothing. */
  readonly asOf: string | undefined;
  readonly sentence: string;
  /** Records that no longer say what older data in use say of it. */
  readonly superseded: readonly string[];
}

const SHOWN = 20;

/** `component`: index of {@link CaseModel.components}. */
export function componentData(model: CaseModel, component: number): ComponentData {
  const superseded = model.advisories.superseded.get(component) ?? [];
  return { ...stateOf(model, component), superseded: superseded.slice(0, SHOWN).map(supersededSentence) };
}

function stateOf(
  { advisories, components }: CaseModel,
  component: number,
): Omit<ComponentData, 'superseded'> {
  const known = advisories.states[component] ?? { state: 'no-data', why: { kind: 'pending' } };
  if (known.state === 'matched')
    return { state: 'matched', asOf: undefined, sentence: 'The advisory data in use name this version.' };
  if (known.state === 'clean') {
    const asOf = known.asOf.slice(0, 10);
    return {
      state: 'clean',
      asOf,
      sentence: 'The advisory data in use cover its ecosystem, and none of them names this version.',
    };
  }
  return { state: 'no-data', asOf: undefined, sentence: noDataSentence(known.why, components) };
}

/** What a state is called among the filters of the component table. */
export const DATA_STATES: Readonly<Record<string, string>> = {
  matched: 'matched',
  clean: 'clean as of the data',
  'no-data': 'no data',
};
