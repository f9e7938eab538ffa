import { expect, test } from 'vitest';
import { componentData } from '../../../src/core/case/advisories/component-data.ts';
import { ComponentQueries } from '../../../src/core/case/queries/components.ts';
import { NO_SETTINGS } from '../../../src/core/case/settings.ts';
import { sha256Of } from '../../advisory/osv-corpus.ts';
import { LODASH, osvRecord, osvZip } from '../../fixtures/advisories.ts';
import { file, tar } from '../../fixtures/tar.ts';
import { inspectFiles } from '../../inspect.ts';

const manifest = (name: string, version: string) =>
  file(`app/node_modules/${name}/package.json`, JSON.stringify({ name, version }));

test('a component is matched, clean as of the data, or without data, and can be filtered by it', async () => {
  const zip = osvZip([LODASH, osvRecord({ id: 'GHSA-9', name: 'other' })]);
  const inspected = await inspectFiles([
    {
      name: 'app.tar',
      bytes: tar([manifest('lodash', '4.17.20'), manifest('b', '1.0.0'), manifest('odd', 'latest')]),
    },
    { name: 'all.zip', bytes: zip },
  ]);
  const said = () => {
    const { model } = inspected.case;
    return Object.fromEntries(
      model.components.map(({ name }, i) => {
        const { state, asOf, sentence } = componentData(model, i);
        return [name, [state, asOf ?? sentence]];
      }),
    );
  };
  expect(said().lodash).toEqual(['no-data', 'No advisory data are in use.']);
  inspected.case.decide({ ...NO_SETTINGS, advisories: [{ name: 'all.zip', sha256: await sha256Of(zip) }] });
  await inspected.case.settled();
  expect(said()).toEqual({
    lodash: ['matched', 'The advisory data in use name this version.'],
    b: ['clean', '2026-01-02'],
    odd: ['no-data', 'Its version has no place in the order of its ecosystem.'],
  });
  const page = new ComponentQueries().page(inspected.case.model, 1, [], {
    offset: 0,
    limit: 9,
    filter: { advisories: ['clean'] },
  });
  expect(page.rows.map(({ name }) => name)).toEqual(['b']);
  expect(page.facets.find(({ id }) => id === 'advisories')?.values.map(({ label }) => label)).toEqual([
    'clean as of the data',
    'matched',
    'no data',
  ]);
});
