import type { Dsse } from '../attest/dsse.ts';
import type { Message } from '../attest/envelope.ts';
import type { Check } from '../model/check.ts';
import { aboutCheck, aboutMessage, aboutStatement } from './about.ts';
import { check } from './check.ts';
import { checkForm } from './checks/form.ts';
import { candidatesFor, checkSignature } from './checks/signature.ts';
import { checkStatement } from './checks/statement.ts';
import { checkKey, keysFor } from './managed-key.ts';
import { type Material, materialOf } from './material.ts';
import type { Outcome, Run } from './outcome.ts';
import { keySigner } from './sigstore.ts';
import type { TrustedKey } from './trust-root.ts';
import { decide } from './verdict.ts';

/** Verifies an envelope that holds signatures and nothing to judge them by: with the keys the user accepts. */
export async function verifyKeyedDsse(run: Run, dsse: Dsse): Promise<Outcome> {
  const material = materialOf(run.envelope, run.verifier);
  const form = checkForm(material);
  const statement = checkStatement(dsse, run.limits);
  const signing = await signDsse(material, dsse, run);
  const checks = [
    form.check,
    signing.check,
    keyCheck(signing.key, dsse.signatures[0]?.keyid ?? '', run),
    statement.check,
  ];
  return {
    verdict:
      dsse.signatures.length === 0 && run.envelope.faults.length === 0
        ? 'unsigned'
        : decide({
            checks,
            required: ['sigstore.form', 'keyed.signature', 'sigstore.key', 'statement.form'],
            known: signing.key !== undefined,
            unread: form.unread,
            unsupported: statement.unsupported,
            needsTime: signing.key?.validFor !== undefined,
          }),
    checks,
    about:
      statement.statement === undefined
        ? { check: aboutCheck([], run.artifacts, run.named, []), about: [], unmatched: [] }
        : aboutStatement(statement.statement, run.artifacts, run.named),
    signer: keySigner(signing.key),
    root: undefined,
    times: [],
    statement: statement.statement,
  };
}

interface Signed {
  readonly check: Check;
  readonly key: TrustedKey | undefined;
}

/**
 * The regional keys of Google Cloud Build sign the payload itself, without the encoding of DSSE; its global keys sign as
 * DSSE says. Only a key that the user gave for such an id is tried so.
 */
const REGIONAL_KEY =
  /^projects\/verified-builder\/locations\/[^/]+\/keyRings\/attestor\/cryptoKeys\/builtByGCB\/cryptoKeyVersions\/1$/;

/** Which of the accepted keys signed. The same key counts once, however many of the signatures are its own. */
async function signDsse(material: Material, dsse: Dsse, run: Run): Promise<Signed> {
  const id = 'keyed.signature';
  const signers = new Map<string, TrustedKey>();
  let meant: TrustedKey | undefined;
  for (const { sig, keyid } of dsse.signatures) {
    const keys = keysFor(keyid, run.keys);
    meant ??= keys.meant[0];
    for (const key of keys.all) {
      if (signers.has(key.key.sha256)) continue;
      const raw = run.envelope.cloudBuild !== undefined && REGIONAL_KEY.test(key.keyId ?? '');
      const one: Material = { ...material, signature: sig, signed: raw ? dsse.payload : material.signed };
      const result = await checkSignature(
        one,
        key.key,
        lenient(key),
        { artifacts: [], meant: true },
        run.limits,
        id,
      );
      if (result.check.status === 'pass') signers.set(key.key.sha256, key);
    }
  }
  const evidence = dsse.signatures.slice(0, 32).map(({ keyid }, index) => ({
    label: `Signature ${index + 1}`,
    value: keyid === '' ? 'names no key' : `names the key "${keyid}" (not signed)`,
    at: `/signatures/${index}`,
  }));
  const [first] = [...signers.values()];
  const against = [...signers.values()].map(({ name, key }) => `${name} sha256:${key.sha256}`).join(', ');
  const of = `${dsse.signatures.length} signature${dsse.signatures.length === 1 ? '' : 's'}`;
  if (first !== undefined) {
    const detail = `Of ${of}, ${signers.size === 1 ? 'one accepted key made' : `${signers.size} accepted keys made`} at least one.`;
    return { check: check(id, 'pass', detail, { against, evidence }), key: first };
  }
  if (dsse.signatures.length === 0)
    return { check: check(id, 'absent', 'Nobody signed it.', { evidence }), key: undefined };
  if (meant !== undefined) {
    return {
      check: check(id, 'fail', `None of ${of} is by an accepted key over these bytes.`, { evidence }),
      key: meant,
    };
  }
  return {
    check: check(id, 'absent', `No accepted key speaks for any of ${of}.`, { evidence }),
    key: undefined,
  };
}

/** DSSE leaves the encoding to the signer: r and s side by side occur (Google's VSAs). */
function lenient({ scheme }: TrustedKey): TrustedKey['scheme'] {
  return scheme.name === 'ecdsa' ? { ...scheme, encoding: 'der-or-p1363' } : scheme;
}

/** Verifies a bare signature over a file with the keys the user accepts. */
export async function verifyKeyedMessage(run: Run, message: Message): Promise<Outcome> {
  const id = 'keyed.signature';
  const material = materialOf(run.envelope, run.verifier);
  const form = checkForm(material);
  const hints = message.digest === undefined ? [] : [message.digest];
  const candidates = candidatesFor(hints, run.artifacts, run.named);
  const keys = keysFor('', run.keys).all.filter(({ origin }) => origin === 'given');
  let found:
    | { check: Check; key: TrustedKey | undefined; over: Run['artifacts'][number] | undefined }
    | undefined;
  for (const key of keys) {
    const result = await checkSignature(material, key.key, key.scheme, candidates, run.limits, id);
    if (result.check.status === 'pass') {
      found = { ...result, key };
      break;
    }
    found ??= { ...result, key };
  }
  const signing = found ?? {
    check: check(id, 'absent', 'No key is accepted that could have made it.'),
    key: undefined,
    over: undefined,
  };
  const checks = [form.check, signing.check, keyCheck(signing.key, '', run)];
  return {
    verdict: decide({
      checks,
      required: ['sigstore.form', 'keyed.signature', 'sigstore.key'],
      known: signing.key !== undefined,
      unread: form.unread,
      unsupported: false,
      needsTime: signing.key?.validFor !== undefined,
    }),
    checks,
    about: aboutMessage(message, signing.over, run.artifacts, run.named),
    signer: keySigner(signing.key),
    root: undefined,
    times: [],
    statement: undefined,
  };
}

function keyCheck(key: TrustedKey | undefined, hint: string, run: Run): Check {
  return checkKey(key, hint, run.keys, []);
}
