import { test } from 'vitest';
import { catalogLayers } from '../fixtures/tree.ts';
import { rpmBlob } from '../fixtures/rpm.ts';
import { sqliteDatabase, bdbDatabase, ndbDatabase } from '../fixtures/rpm-databases.ts';
import { apkRecord } from '../fixtures/catalog/apk.ts';
const cpu = async (name: string, run: () => Promise<unknown>) => { const a = process.cpuUsage(); const r = await run(); const u = process.cpuUsage(a); console.log(name, (u.user + u.system) / 1000 | 0, 'ms cpu', JSON.stringify(r)); };
test('perf', async () => {
  const n = 1500;
  const blobs = Array.from({ length: n }, (_, i) => rpmBlob({ name: `p${i}`, provides: Array.from({ length: 20 }, (_, k) => `lib${i}_${k}.so.1()(64bit)`), requires: Array.from({ length: 25 }, (_, k) => `lib${(i * 7 + k * 13) % n}_${k % 20}.so.1()(64bit)`).concat(['/bin/sh', '(a if b)']), files: Array.from({ length: 150 }, (_, k) => ({ path: `/usr/share/p${i}/d${k % 9}/file${k}`, digest: 'ab'.repeat(32) })) }));
  const db = sqliteDatabase(blobs); 
  await cpu(`sqlite ${db.length}`, async () => { const { of, faults } = await catalogLayers([{ 'var/lib/rpm/rpmdb.sqlite': db }]); const r = of('rpm'); return [r.found.length, r.relations.length, r.owns.reduce((s, o) => s + o.paths.length, 0), faults.map((f) => f.code)]; });
  const bdb = bdbDatabase(blobs.slice(0, 60), { pageSize: 4096 });
  await cpu(`bdb ${bdb.length}`, async () => (await catalogLayers([{ 'var/lib/rpm/Packages': bdb }])).of('rpm').found.length);
  const apk = Array.from({ length: 5000 }, (_, i) => apkRecord(`p${i}`, '1-r0', { D: `so:l${(i * 7) % 5000} p${(i + 1) % 5000}`, p: `so:l${i}=1` }, { 'usr/lib': Array.from({ length: 20 }, (_, k) => `f${i}_${k}`) })).join('');
  await cpu(`apk ${apk.length}`, async () => { const r = (await catalogLayers([{ 'lib/apk/db/installed': apk }])).of('apk'); return [r.found.length, r.relations.length]; });
  const evil = Array.from({ length: 3000 }, (_, i) => apkRecord(`e${i}`, '1', { p: 'x', D: Array.from({ length: 50 }, (_, k) => `x>=${k}`).join(' ') })).join('');
  await cpu(`evil ${evil.length}`, async () => { const { of, faults } = await catalogLayers([{ 'lib/apk/db/installed': evil }]); return [of('apk').relations.length, faults.map((f) => f.code)]; });
  const tiny = new Uint8Array(2_000_000); 
}, 200000);
