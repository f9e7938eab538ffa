import { Registry } from '../base/registry.ts';
import { agentFiles } from './agent-files.ts';
import { attestationDiffers } from './attestation-differs.ts';
import { attestationFailed } from './attestation-failed.ts';
import { attestationSaysNo } from './attestation-says-no.ts';
import { attestationSecrets } from './attestation-secrets.ts';
import { attestationUndated } from './attestation-undated.ts';
import { attestationUnexpected } from './attestation-unexpected.ts';
import { attestationUnknownRoot } from './attestation-unknown-root.ts';
import { attestationUnsigned } from './attestation-unsigned.ts';
import { bundledJavascript } from './bundled-javascript.ts';
import { contentsTable } from './contents-table.ts';
import { decodeAndRun } from './decode-and-run.ts';
import { endOfLife } from './end-of-life.ts';
import { ghostComponents } from './ghost-components.ts';
import { gitDependency } from './git-dependency.ts';
import { hiddenCharacters } from './hidden-characters.ts';
import { hooksRule } from './hooks.ts';
import { httpDependency } from './http-dependency.ts';
import { indicatorHit } from './indicator-hit.ts';
import { installScript } from './install-script.ts';
import { knownMalware, knownVulnerability } from './known-vulnerability.ts';
import { ladderMismatch } from './ladder-mismatch.ts';
import { licensePolicy } from './license-policy.ts';
import { licenseTextDiffers } from './license-text-differs.ts';
import { missingIntegrity } from './missing-integrity.ts';
import { modelFiles } from './model-files.ts';
import { nativeInSource } from './native-in-source.ts';
import { nearName } from './near-name.ts';
import { otherRegistry } from './other-registry.ts';
import { outsideRegistry } from './outside-registry.ts';
import { ownRecord } from './own-record.ts';
import { ownRecordMissing } from './own-record-missing.ts';
import { pickleImports } from './pickle-imports.ts';
import { privateKey } from './private-key.ts';
import { sbomDisagrees } from './sbom-disagrees.ts';
import { setupPy } from './setup-py.ts';
import { shadowComponents } from './shadow-components.ts';
import { token } from './token.ts';
import { twoReadings } from './two-readings.ts';
import type { Rule } from './types.ts';
import { unattested } from './unattested.ts';
import { unownedFilesRule } from './unowned-files.ts';
import { unpinned } from './unpinned.ts';
import { unusualRights } from './unusual-rights.ts';

/** Every rule, in the order in which they are listed: facts, policy, hints. */
export const rules = new Registry<Rule>([
  knownMalware,
  indicatorHit,
  knownVulnerability,
  ladderMismatch,
  contentsTable,
  twoReadings,
  ownRecord,
  ownRecordMissing,
  sbomDisagrees,
  shadowComponents,
  ghostComponents,
  attestationFailed,
  attestationSaysNo,
  attestationDiffers,
  attestationUnexpected,
  attestationUndated,
  attestationUnknownRoot,
  attestationUnsigned,
  attestationSecrets,
  endOfLife,
  bundledJavascript,
  privateKey,
  token,
  hiddenCharacters,
  unattested,
  installScript,
  setupPy,
  gitDependency,
  httpDependency,
  otherRegistry,
  outsideRegistry,
  missingIntegrity,
  unpinned,
  nativeInSource,
  licensePolicy,
  licenseTextDiffers,
  pickleImports,
  agentFiles,
  modelFiles,
  decodeAndRun,
  unusualRights,
  unownedFilesRule,
  nearName,
  hooksRule,
]);
