import { version } from '../../package.json';
import { advisories } from './advisories.ts';
import { inspect } from './inspect.ts';
import { sbom } from './sbom.ts';
import { UsageError } from './usage.ts';
import { verify } from './verify.ts';

const USAGE = `Usage: loupe inspect FILE... [--json | --ndjson] [--entries] [--password WORD] [--limit NAME=N]... [--now RFC3339]
                     [--trusted-root F]... [--key [KEYID=]F]... [--identity SAN] [--issuer URL] [--policy F]
                     [--advisories F]... [--covers ECOSYSTEM]... [--vex-author A]... [--indicators F]...
                     [--kev F] [--epss F] [--licence-policy F]... [--rule-off RULE]... [--export cyclonedx | spdx | notices]
       loupe verify (--bundle F | --provenance F) [--trusted-root F]... [--key [KEYID=]F]... [--identity SAN] [--issuer URL]
                    [--wildcards] [--any-signer] [--source-uri U] [--builder-id B] [--source-branch B] [--source-tag T]
                    [--source-versioned-tag T] [--workflow-input K=V]... [--package-name N] [--package-version V]
                    [--verifier-id V] [--resource-uri U] [--verified-level L]... [--policy F] [--type PREDICATE]
                    [--json] [--now RFC3339] [FILE | sha256:HEX | sha384:HEX | sha512:HEX]
       loupe sbom FILE [--profile ID]... [--key F]... [--limit NAME=N]... [--json] [--now RFC3339]
       loupe advisories build -o F.idx [--covers ECOSYSTEM]... INPUT...

inspect reads artifacts (images, layers, archives, packages) and says what is in them. Several files make one case;
--ndjson makes one case and one report line per file; --export writes what was found as an SBOM, or the license texts
that were found. verify checks signatures and attestations against one artifact. sbom reads a document that lists
components, and says whether it is valid. advisories build makes a compact index of OSV archives, records and folders.
--covers says that the archives hold all that is published of an ecosystem, so that what they do not name is clean; an
archive of one ecosystem needs no such word.
Nothing is sent anywhere.

Exit status: inspect 0 something was inspected, 1 nothing was or a file could not be read; verify 0 verified, about the
artifact and signed by whom you expect, 1 not; sbom 0 valid, or read where validity cannot be checked, 1 invalid or
unreadable; advisories 0 written, 1 an input could not be read in full; 2 usage.`;

/** Runs the command line and returns the exit status. */
async function main(argv: readonly string[]): Promise<number> {
  const [command, ...rest] = argv;
  if (command === '--help' || command === '-h' || command === 'help') {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  if (command === '--version') {
    process.stdout.write(`loupe ${version}\n`);
    return 0;
  }
  try {
    if (command === 'inspect') return await inspect(rest, version);
    if (command === 'verify') return await verify(rest, version);
    if (command === 'sbom') return await sbom(rest, version);
    if (command === 'advisories') return await advisories(rest);
    throw new UsageError(command === undefined ? 'no command given' : `unknown command "${command}"`);
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown;
    process.stderr.write(`loupe: ${thrown.message}\n\n${USAGE}\n`);
    return 2;
  }
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (thrown: unknown) => {
    process.stderr.write(
      `loupe: internal error: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`,
    );
    process.exitCode = 1;
  },
);
