import type { SourceId } from '../model/source.ts';
import type { AttestationResult } from '../verify/result.ts';
import type { TrustRoot } from '../verify/trust-root.ts';
import type { ReportAttestation, ReportTrustRoot } from './schema.ts';

/** A row of the report's `attestations`. `idOf` numbers the sources of the report. */
export function reportAttestation(
  result: AttestationResult & { readonly source: SourceId },
  idOf: (source: SourceId) => string,
): ReportAttestation {
  return {
    source: idOf(result.source),
    line: result.record,
    mediaType: result.mediaType,
    predicateType: result.predicateType ?? null,
    verdict: result.verdict,
    about: result.about
      .map(({ subject, digest, source, kind, via }) => ({
        subject,
        digest,
        source: idOf(source),
        ...(kind === undefined ? {} : { kind }),
        ...(via === undefined ? {} : { via: idOf(via) }),
      }))
      .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    unmatched: result.unmatched,
    signer: result.signer === undefined ? {} : { ...result.signer },
    expected: result.expected,
    trustRoot: result.trustRoot === undefined ? null : reportTrustRoot(result.trustRoot),
    time: result.time,
    certificateVsStatement: (result.certificateVsStatement ?? []).map(
      ({ field, certificate, statement, status }) => ({
        field,
        certificate: certificate ?? null,
        statement: statement ?? null,
        status,
      }),
    ),
    level: result.level ?? {},
    against: result.against ?? [],
    checks: result.checks.map(({ id, status, against, detail, spec, limits }) => ({
      id,
      status,
      against,
      detail,
      spec,
      limits,
    })),
  };
}

export function reportTrustRoot({
  name,
  origin,
  sha256,
  expires,
}: {
  readonly name: string;
  readonly origin: TrustRoot['origin'];
  readonly sha256: string;
  readonly expires: string | undefined;
}): ReportTrustRoot {
  return { name, origin, sha256, ...(expires === undefined ? {} : { expires }) };
}
