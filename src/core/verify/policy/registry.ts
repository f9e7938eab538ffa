import { Registry } from '../../base/registry.ts';
import { githubAttestation } from './github-attestation.ts';
import { githubDelegator } from './github-delegator.ts';
import { githubGenerator } from './github-generator.ts';
import { googleCloudBuild } from './google-cloud-build.ts';
import { npmCli } from './npm-cli.ts';
import { npmPublishPolicy } from './npm-publish.ts';
import { otherBuilder } from './other-builder.ts';
import type { BuilderPolicy } from './types.ts';
import { verificationSummaryPolicy } from './verification-summary.ts';

/** In order: the first that recognizes a statement judges it. Statements of other kinds are bound by none. */
export const POLICIES = new Registry<BuilderPolicy>([
  verificationSummaryPolicy,
  npmPublishPolicy,
  googleCloudBuild,
  githubGenerator,
  githubDelegator,
  npmCli,
  githubAttestation,
  otherBuilder,
]);
