import { Registry } from '../base/registry.ts';
import { bsiTr03183 } from './bsi-tr-03183-2.ts';
import { cisa2026 } from './cisa-2026.ts';
import { euCra } from './eu-cra.ts';
import { fsct3 } from './fsct-3.ts';
import { ntia2021 } from './ntia-2021.ts';
import type { Profile } from './types.ts';

/** Every profile; the first is the one that is meant when none is named. */
export const profiles = new Registry<Profile>([cisa2026, ntia2021, bsiTr03183, fsct3, euCra]);
