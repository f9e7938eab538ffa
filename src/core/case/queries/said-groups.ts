import type { Parameter, Predicate, Resource, Stated } from '../../attest/predicates/types.ts';
import { displayName } from '../../base/names.ts';
import type { SaidGroup } from '../provenance-views.ts';

/** Rows of one group that are sent; the raw statement has all. */
const MOST_ROWS = 200;

type Row = SaidGroup['rows'][number];

/** What a statement says, field by field, for predicates of every kind: none is hidden because it is not understood. */
export function saidGroups(predicate: Predicate | undefined): readonly SaidGroup[] {
  return predicate === undefined ? [] : groupsOf(predicate).filter(({ rows }) => rows.length > 0);
}

function groupsOf(predicate: Predicate): readonly SaidGroup[] {
  switch (predicate.kind) {
    case 'provenance':
      return [
        group('Build', [
          ...text('Builder', predicate.builder.id),
          ...text('Build type', predicate.buildType),
          ...text('Run', predicate.run.invocationId),
          ...text('Started', predicate.run.startedOn),
          ...text('Finished', predicate.run.finishedOn),
          ...predicate.claims.map(({ name, value, pointer }) => row(name, String(value), pointer)),
        ]),
        group('Parameters from outside', parameters(predicate.externalParameters), predicate.moreParameters),
        group('Parameters of the builder', parameters(predicate.internalParameters)),
        group('Inputs', predicate.dependencies.map(resource)),
        group('Parts of the builder', predicate.builder.dependencies.map(resource)),
        group('Byproducts', predicate.byproducts.map(resource)),
      ];
    case 'verification-summary':
      return [
        group('Summary', [
          ...text('Result', predicate.result),
          ...text('Verifier', predicate.verifierId),
          ...text('Of', predicate.resourceUri),
          ...text('When', predicate.timeVerified),
          ...predicate.verifiedLevels.map((level) => row('Level', level.value, level.pointer)),
          ...parameters(predicate.dependencyLevels ?? []),
          ...(predicate.policy === undefined ? [] : [resource(predicate.policy)]),
        ]),
        group('Attestations it looked at', predicate.inputAttestations.map(resource)),
      ];
    case 'document':
      return [
        group('Document', [
          row('Format', predicate.format, predicate.pointer),
          ...text('Version', predicate.version),
          ...text('Author', predicate.author),
          ...text('When', predicate.timestamp),
        ]),
      ];
    case 'vulnerabilities':
      return [
        group('Scan', [
          ...text('Scanner', predicate.scanner),
          ...text('Version', predicate.scannerVersion),
          ...text('Database', predicate.database),
          ...text('Database updated', predicate.databaseUpdated),
          ...text('Finished', predicate.finishedOn),
        ]),
        group(
          'Vulnerabilities',
          predicate.found.map(({ id, severities, pointer }) =>
            row(id, severities.map(({ method, score }) => `${method} ${score}`).join(', '), pointer),
          ),
        ),
      ];
    case 'release':
      return [
        group('Release', [...text('Package', predicate.purl), ...text('Release id', predicate.releaseId)]),
      ];
    case 'publish':
      return [
        group('Publish', [
          row('Registry', predicate.registry, '/predicate'),
          ...text('Name', predicate.name),
          ...text('Version', predicate.version),
          ...text('At', predicate.registryUrl),
        ]),
      ];
    case 'model-signing':
      return [
        group(
          'Files of the model',
          predicate.files.map(({ name, digest, algorithm, pointer }) =>
            row(name, `${algorithm}:${digest}`, pointer),
          ),
          predicate.moreFiles,
        ),
      ];
    case 'test-result':
      return [
        group('Tests', [
          ...text('Result', predicate.result),
          ...text('At', predicate.url),
          ...predicate.failed.map(({ value, pointer }) => row('Failed', value, pointer)),
          ...predicate.warned.map(({ value, pointer }) => row('Warned', value, pointer)),
          ...predicate.passed.map(({ value, pointer }) => row('Passed', value, pointer)),
        ]),
      ];
    case 'generic':
      return [group('As it is written', parameters(predicate.fields), predicate.more)];
  }
}

function group(title: string, rows: readonly Row[], more = 0): SaidGroup {
  return { title, rows: rows.slice(0, MOST_ROWS), more: more + Math.max(0, rows.length - MOST_ROWS) };
}

function row(label: string, value: string, pointer: string, masked = false): Row {
  return { label: displayName(label), value: displayName(value), pointer, masked };
}

function text(label: string, stated: Stated | undefined): Row[] {
  return stated === undefined ? [] : [row(label, stated.value, stated.pointer)];
}

function parameters(listed: readonly Parameter[]): Row[] {
  return listed.map(({ name, value, pointer, masked }) => row(name, value, pointer, masked));
}

function resource({ uri, name, digests, pointer }: Resource): Row {
  const pins = [...digests].map(([algorithm, value]) => `${algorithm}:${value}`).join(', ');
  return row(uri ?? name ?? 'Not named', pins === '' ? 'not pinned' : pins, pointer);
}
