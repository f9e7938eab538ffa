import { existsSync, readdirSync } from 'node:fs';
import { corpusBytes, corpusPath } from '../corpus.ts';

/** A row of slsa-verifier's own regression tables, as far as it is read here. */
export interface Row {
  readonly name: string;
  readonly test: string;
  readonly expected: string;
  readonly artifacts?: readonly string[];
  readonly artifact?: string;
  readonly provenance?: string;
  readonly provenancePath?: string;
  readonly source?: string;
  readonly builderID?: string;
  readonly pBuilderID?: string;
  readonly pbranch?: string;
  readonly ptag?: string;
  readonly pversiontag?: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly pkgName?: string;
  readonly pkgVersion?: string;
  readonly noversion?: boolean;
  readonly minversion?: string;
  readonly maxversion?: string;
  readonly builders?: readonly string[];
  readonly remote?: boolean;
}

/** One row over one folder: which provenance, about which artifact. */
export interface Sub {
  readonly row: Row;
  readonly folder: string;
  readonly provenance: string;
  readonly artifact: string;
  /** SHA-256 of the artifact, or its path in the corpus. */
  readonly sha256: string | undefined;
}

export const TABLE = ['provenance', 'slsa-verifier'] as const;

const ARTIFACT_BUILDERS = ['gha_generic', 'gha_go', 'gha_delegator', 'gha_maven', 'gha_gradle'];

/** Folders each row runs over, and what provenance of an artifact is called there. */
const FAMILIES: Readonly<
  Record<string, { readonly builders: readonly string[]; readonly endings: readonly string[] }>
> = {
  Test_runVerifyGHAArtifactPath: {
    builders: ARTIFACT_BUILDERS,
    endings: ['.intoto.jsonl', '.build.slsa', '.intoto.build.slsa'],
  },
  Test_runVerifyGHAContainerBased: {
    builders: ['gha_container-based'],
    endings: ['.intoto.build.slsa', '.intoto.jsonl', '.intoto.sigstore'],
  },
  Test_runVerifyGCBArtifactImage: { builders: ['gcb_container'], endings: [''] },
};

export function rows(): readonly Row[] {
  return parse('EXPECTED-VERDICTS.json') as readonly Row[];
}

/** Every row over every folder that holds its files, and the rows of which no file is here. */
export function expand(): { readonly subs: readonly Sub[]; readonly absent: readonly Row[] } {
  const digests = parse('ARTIFACT-DIGESTS.json') as Readonly<Record<string, string>>;
  const all = rows();
  const subs = all.flatMap((row) => subsOf(row, digests));
  const ran = new Set(subs.map(({ row }) => row));
  return { subs, absent: all.filter((row) => !ran.has(row)) };
}

function parse(name: string): unknown {
  return JSON.parse(new TextDecoder().decode(corpusBytes(...TABLE, name)));
}

function subsOf(row: Row, digests: Readonly<Record<string, string>>): Sub[] {
  if (row.remote === true) return [];
  if (row.test === 'Test_runVerifyNpmPackage')
    return present(row, 'npm/gha', row.artifact ?? '', `${row.artifact}.json`, digests);
  if (row.test === 'Test_runVerifyGithubAttestation')
    return present(row, 'bcr', row.artifact ?? '', `${row.artifact}.intoto.jsonl`, digests);
  const family = FAMILIES[row.test];
  if (family === undefined) return [];
  // Without a version the files lie in the root, whatever the builder.
  const folders = row.noversion === true ? [''] : versions(row, family.builders);
  const [first = '', ...others] = row.artifacts ?? [];
  // Of a row about several artifacts of one provenance that must fail, the last is the one that does not belong.
  const artifacts = row.expected === 'PASS' ? [first, ...others] : [others.at(-1) ?? first];
  return folders.flatMap((folder) => {
    if (row.test === 'Test_runVerifyGCBArtifactImage') return cloudBuild(row, folder);
    const [found] = family.endings
      .map((ending) => row.provenancePath ?? `${first}${ending}`)
      .filter((name) => existsSync(corpusPath(...TABLE, folder, name)));
    return found === undefined
      ? []
      : artifacts.flatMap((artifact) => present(row, folder, artifact, found, digests));
  });
}

function versions({ builders, minversion, maxversion }: Row, families: readonly string[]): string[] {
  return (builders ?? families).flatMap((builder) => {
    if (!existsSync(corpusPath(...TABLE, builder))) return [];
    return readdirSync(corpusPath(...TABLE, builder))
      .filter((name) => /^v\d/.test(name))
      .filter((name) => minversion === undefined || compare(name, minversion) >= 0)
      .filter((name) => maxversion === undefined || compare(name, maxversion) <= 0)
      .sort(compare)
      .map((name) => `${builder}/${name}`);
  });
}

function compare(a: string, b: string): number {
  const parts = (text: string): number[] => text.slice(1).split('.').map(Number);
  const [left, right] = [parts(a), parts(b)];
  for (let index = 0; index < 3; index++) {
    const order = (left[index] ?? 0) - (right[index] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

function present(
  row: Row,
  folder: string,
  artifact: string,
  provenance: string,
  digests: Readonly<Record<string, string>>,
): Sub[] {
  if (!existsSync(corpusPath(...TABLE, folder, provenance))) return [];
  const held = existsSync(corpusPath(...TABLE, folder, artifact));
  const sha256 = held ? undefined : digests[folder === '' ? artifact : `${folder}/${artifact}`];
  if (!held && sha256 === undefined) return [];
  return [{ row, folder, provenance, artifact, sha256 }];
}

function cloudBuild(row: Row, folder: string): Sub[] {
  const digest = corpusPath(...TABLE, folder, `${row.artifact}.digest`);
  if (!existsSync(digest) || !existsSync(corpusPath(...TABLE, folder, row.provenance ?? ''))) return [];
  const sha256 = new TextDecoder()
    .decode(corpusBytes(...TABLE, folder, `${row.artifact}.digest`))
    .trim()
    .replace(/^sha256:/, '');
  return [{ row, folder, provenance: row.provenance ?? '', artifact: row.artifact ?? '', sha256 }];
}
