import { leavesOpen } from '../case/license-agreement.ts';
import { componentLicenses } from '../case/license-texts.ts';
import type { CaseModel, Occurrence } from '../case/model.ts';
import { factsWith } from '../case/stated-occurrence.ts';

/** What is known of a component's licence: stated somewhere, or a text that was recognized. */
export interface SaidLicense {
  /** An expression, or what stands in place of one. */
  readonly text: string;
  readonly pointer: string | undefined;
  /** Path of the file that holds this licence's text word for word; nobody declares it. */
  readonly recognizedIn?: string;
}

/**
 * What packages and documents say of a component's licence: what they declare or conclude, and only where none does, what
 * its files say. That nothing is stated says nothing against what another source states.
 */
export function statedLicenses(places: readonly Occurrence[]): readonly SaidLicense[] {
  const facts = places.flatMap((place) =>
    factsWith(place, 'license').filter(
      ({ field, value }) => field === 'license' && typeof value === 'string',
    ),
  );
  const told = facts.filter(({ role }) => role !== 'file' && role !== 'detected');
  const all = (told.length > 0 ? told : facts).flatMap(({ value, pointer }) =>
    typeof value === 'string' ? [{ text: value, pointer }] : [],
  );
  return [...new Map(all.map((one) => [one.text, one])).values()];
}

/** Licences whose texts stand word for word in the files that speak for a component. */
export interface RecognizedLicenses {
  /** Each once; where SPDX lists one text under several ids, a choice of them. */
  readonly licenses: readonly SaidLicense[];
  /** The files hold more than these texts, which may ask for more. */
  readonly open: boolean;
}

export function recognizedLicenses(model: CaseModel, component: number): RecognizedLicenses {
  const files = componentLicenses(model, component).files.filter(({ own, kind }) => own && kind !== 'notice');
  const found = new Map<string, SaidLicense>();
  for (const { path, texts } of files)
    for (const { ids, pointer } of texts) {
      const text = ids.join(' OR ');
      if (!found.has(text)) found.set(text, { text, pointer, recognizedIn: path });
    }
  return { licenses: [...found.values()], open: files.some(leavesOpen) };
}
