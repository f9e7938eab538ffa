import type { JsonFields } from '../../attest/json-fields.ts';
import type { BuilderRow, SignerRule } from './types.ts';

const RULES = ['builder', 'source-workflow', 'other-workflow', 'key', 'nobody'] as const;
const MEMBERS = new Set([
  'id',
  'title',
  'builderId',
  'signer',
  'buildTypes',
  'level',
  'pair',
  'because',
  'restsOn',
  'sources',
]);

/**
 * Reads rows of a user's own table of builders from a policy file. What is wrong is refused by its pointer; only builder,
 * signer and level must be there, the sentences have defaults.
 */
export function readBuilderRows(fields: JsonFields, key: string): BuilderRow[] {
  return fields.objects(key).flatMap((item, index): BuilderRow[] => {
    for (const name of item.names())
      if (!MEMBERS.has(name)) item.refuse('is not a member of a builder', name);
    const builderId = item.nonEmpty('builderId');
    const signer = readSigner(item);
    const level = readLevel(item);
    if (builderId === undefined || signer === undefined || level === undefined) return [];
    return [
      {
        id: item.optionalText('id') ?? `policy-${index + 1}`,
        title: item.optionalText('title') ?? builderId,
        builderId,
        signer,
        buildTypes: texts(item, 'buildTypes'),
        level,
        pair: item.optionalText('pair') ?? 'Your policy names this builder and who signs for it.',
        because: item.optionalText('because') ?? 'your policy accepts this builder so far',
        restsOn: item.has('restsOn') ? texts(item, 'restsOn') : ['It rests on your own policy.'],
        sources: texts(item, 'sources'),
      },
    ];
  });
}

function readSigner(item: JsonFields): SignerRule | undefined {
  const stated = item.raw('signer');
  const rule = RULES.find((name) => name === stated);
  if (rule !== undefined) return rule;
  if (typeof stated === 'string') return item.refuse(`is none of ${RULES.join(', ')}`, 'signer');
  const identity = item.object('signer')?.nonEmpty('identity');
  return identity === undefined ? undefined : { identity };
}

function readLevel(item: JsonFields): BuilderRow['level'] | undefined {
  const level = item.raw('level');
  return level === 0 || level === 1 || level === 2 || level === 3
    ? level
    : item.refuse('is not 0, 1, 2 or 3', 'level');
}

function texts(item: JsonFields, key: string): string[] {
  return item.list(key).flatMap((value) => {
    if (typeof value === 'string') return [value];
    item.refuse('holds something that is not a text', key);
    return [];
  });
}
