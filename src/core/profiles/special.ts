import type { CaseDocument, CaseModel } from '../case/model.ts';
import { UNREAD, verdictsOver } from './signature.ts';
import type { Structure } from './subjects.ts';
import type { RuleResult, RuleStatus, SpecialCheck } from './types.ts';
import { versionAtLeast } from './value-checks.ts';

type Special = Pick<RuleResult, 'status' | 'pass' | 'of' | 'detail'>;

/** Rules about a document as a whole that are no field of it. */
export function specialCheck(
  model: CaseModel,
  document: CaseDocument,
  structure: Structure,
  check: SpecialCheck,
  declares: boolean,
): Special {
  switch (check) {
    case 'signature':
      return signed(model, document);
    case 'format-version':
      return formatVersion(document);
    case 'explicit-unknowns':
      return declares
        ? yes('It says of some things that they are unknown, none, or complete.')
        : no('fail', 'It never says that something is unknown or complete: what is absent may be either.');
    case 'no-vulnerabilities':
      return document.vex.length === 0
        ? yes('')
        : no(
            'fail',
            `It holds ${document.vex.length} statements on vulnerabilities, which belong in a document of their own.`,
          );
    case 'top-level':
      return topLevel(document, structure);
    case 'handling':
      return handling(model);
    case 'exploitable':
      return exploitable(model);
    case 'valid':
      return validity(document);
    case 'readable':
      return yes(`Read as ${document.format} ${document.version}.`);
  }
}

function yes(detail: string): Special {
  return { status: 'pass', pass: 1, of: 1, detail };
}

function no(status: RuleStatus, detail: string): Special {
  return { status, pass: 0, of: status === 'fail' ? 1 : 0, detail };
}

/**
 * Whether the author's signature holds: inside the document, around it, or in a file beside it. One whose key only the
 * document vouches for shows that nothing changed since, not who signed: the rule asks for a verified one.
 */
function signed(model: CaseModel, document: CaseDocument): Special {
  if (document.signaturesUnread === true) return no('not-checkable', UNREAD);
  const verdicts = verdictsOver(model, document);
  if (verdicts.includes('failed')) return no('fail', 'There is a signature, and it does not hold.');
  if (verdicts.includes('verified')) return yes('A signature over the document is verified.');
  const [first] = verdicts.filter((verdict) => verdict !== 'unsigned');
  return first === undefined
    ? no('fail', 'No signature over the document is in this case.')
    : no('fail', `There is a signature, and it is not verified: ${first}.`);
}

function formatVersion({ format, version, serialization }: CaseDocument): Special {
  const new_ =
    (format === 'CycloneDX' && versionAtLeast(version, '1.6')) ||
    (format === 'SPDX' && versionAtLeast(version, '3.0.1'));
  if (!new_)
    return no('fail', `${format} ${version} is older than what is asked for: CycloneDX 1.6 or SPDX 3.0.1.`);
  return serialization === 'json' || serialization === 'xml'
    ? yes('')
    : no('fail', `It is written as ${serialization}; JSON or XML is asked for.`);
}

/** CRA Annex I part II (1): at the very least the top-level dependencies. */
function topLevel(document: CaseDocument, { roots, direct }: Structure): Special {
  if (roots.size === 0) return no('fail', 'The document does not say which product it describes.');
  const stated = document.completeness.some(
    ({ subject }) => subject === undefined || roots.has(Number(subject)),
  );
  return direct.size > 0 || stated
    ? yes(`${direct.size} dependencies of the product are named.`)
    : no('fail', 'No dependency of the product is named, and it is not said that there are none.');
}

function handling(model: CaseModel): Special {
  const statements = model.documents.reduce((sum, { vex }) => sum + vex.length, 0);
  return statements > 0
    ? yes(`${statements} statements on vulnerabilities are in this case.`)
    : no('fail', 'No statement on how vulnerabilities are handled is in this case.');
}

function exploitable(model: CaseModel): Special {
  const affected = model.documents.flatMap(({ vex }) => vex.filter(({ status }) => status === 'affected'));
  return affected.length > 0
    ? no('fail', `A document in this case says that ${affected[0]?.vulnerability ?? ''} affects the product.`)
    : no('not-checkable', 'What is exploitable cannot be told from an SBOM.');
}

function validity({ valid, validity }: CaseDocument): Special {
  if (valid === undefined) return no('not-checkable', validity);
  return valid ? yes('') : no('fail', validity);
}
