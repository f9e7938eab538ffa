import { Registry } from '../../base/registry.ts';
import { bundleList } from './bundle-list.ts';
import { cloudBuild } from './cloud-build.ts';
import { cosignBundle } from './cosign-bundle.ts';
import { digestList } from './digest-list.ts';
import { dsseEnvelope } from './dsse-envelope.ts';
import { minisign } from './minisign.ts';
import { openpgp } from './openpgp.ts';
import { pep740 } from './pep740.ts';
import { rawSignature } from './raw-signature.ts';
import { signify } from './signify.ts';
import { sigstoreBundle } from './sigstore-bundle.ts';
import { sshsig } from './sshsig.ts';
import type { JsonCarrier, TextCarrier } from './types.ts';
import { unsignedStatement } from './unsigned-statement.ts';

/** In order: the first that recognizes a record reads it. */
export const JSON_CARRIERS = new Registry<JsonCarrier>([
  sigstoreBundle,
  bundleList,
  pep740,
  cloudBuild,
  cosignBundle,
  dsseEnvelope,
  unsignedStatement,
]);

export const TEXT_CARRIERS = new Registry<TextCarrier>([
  sshsig,
  openpgp,
  minisign,
  signify,
  rawSignature,
  digestList,
]);
