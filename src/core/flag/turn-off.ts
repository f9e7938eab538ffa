import type { Settings } from '../case/settings.ts';
import { rules } from './registry.ts';

/** The settings with a rule turned off, or on again. An id that no rule has changes nothing. */
export function withRule(settings: Settings, id: string, on: boolean): Settings {
  if (rules.get(id) === undefined) return settings;
  const others = settings.rulesOff.filter((one) => one !== id);
  return { ...settings, rulesOff: on ? others : [...others, id].sort() };
}
