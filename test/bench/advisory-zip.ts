import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';

/** Counts of npm in OSV, January 2026: almost all of it is malware. */
const MALWARE = 209_647;
const VULNERABILITIES = 4_410;
export const RECORDS = MALWARE + VULNERABILITIES;

/** An `all.zip` of made-up records with the shapes and counts of npm, written once; its path. */
export function npmZip(): string {
  const folder = join(tmpdir(), 'loupe-bench');
  const path = join(folder, `npm-${RECORDS}.zip`);
  if (existsSync(path) && statSync(path).size > 0) return path;
  mkdirSync(folder, { recursive: true });
  const file = openSync(`${path}.part`, 'w');
  let at = 0;
  const write = (bytes: Uint8Array): void => {
    writeSync(file, bytes);
    at += bytes.length;
  };
  const central: Buffer[] = [];
  for (let i = 0; i < RECORDS; i++) {
    const record = i < MALWARE ? malware(i) : vulnerability(i);
    const name = Buffer.from(`${record.id}.json`);
    const content = Buffer.from(JSON.stringify(record));
    const data = deflateRawSync(content, { level: 1 });
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const header = Buffer.alloc(46);
    header.writeUInt32LE(0x02014b50, 0);
    header.writeUInt16LE(20, 4);
    common.copy(header, 6);
    header.writeUInt32LE(at, 42);
    central.push(Buffer.concat([header, name]));
    write(Buffer.concat([Buffer.from('PK\x03\x04'), common, name, data]));
  }
  const start = at;
  for (const header of central) write(header);
  const size = at - start;
  const end64 = Buffer.alloc(56 + 20 + 22);
  end64.writeUInt32LE(0x06064b50, 0);
  end64.writeBigUInt64LE(44n, 4);
  end64.writeUInt16LE(45, 12);
  end64.writeUInt16LE(45, 14);
  for (const offset of [24, 32]) end64.writeBigUInt64LE(BigInt(RECORDS), offset);
  end64.writeBigUInt64LE(BigInt(size), 40);
  end64.writeBigUInt64LE(BigInt(start), 48);
  end64.writeUInt32LE(0x07064b50, 56);
  end64.writeBigUInt64LE(BigInt(start + size), 64);
  end64.writeUInt32LE(1, 72);
  end64.writeUInt32LE(0x06054b50, 76);
  end64.fill(0xff, 84, 96);
  write(end64);
  closeSync(file);
  renameSync(`${path}.part`, path);
  return path;
}

const SYLLABLES = [
  'ra',
  'ct',
  'web',
  'pack',
  'lo',
  'dash',
  'ex',
  'press',
  'ui',
  'kit',
  'node',
  'js',
  'en',
  'v',
  'io',
  'net',
  'core',
  'api',
  'ts',
  'ly',
];

/** The same number for the same seed: the file is to be the same each time. */
function random(seed: number): number {
  return (Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d) ^ (Math.imul(seed, 0x297a2d39) >>> 12)) >>> 0;
}

export function packageName(i: number): string {
  const parts = [random(i), random(i + 7919), random(i + 104_729)].map(
    (n) => SYLLABLES[n % SYLLABLES.length] ?? '',
  );
  const name = `${parts[0]}${parts[1]}-${parts[2]}${i.toString(36)}`;
  return i % 9 === 0 ? `@${parts[2]}${i % 500}/${name}` : name;
}

function time(i: number): string {
  return new Date(Date.UTC(2023, 0, 1) + (random(i) % 94_000_000) * 1000).toISOString().replace('.000', '');
}

function ghsa(i: number): string {
  const part = (n: number) => (random(n) % 1_679_616).toString(36).padStart(4, '2');
  return `GHSA-${part(i)}-${part(i + 1_000_003)}-${part(i + 2_000_003)}`;
}

function malware(i: number) {
  const name = packageName(i);
  const id = `MAL-${2022 + (i % 4)}-${i}`;
  const many = Array.from({ length: 1 + (random(i) % 3) }, (_, n) => `1.${random(i + n) % 20}.${n}`);
  const hash = random(i).toString(16).padStart(8, '0').repeat(8);
  return {
    modified: time(i),
    published: time(i + 1),
    schema_version: '1.7.4',
    id,
    aliases: i % 3 === 0 ? [ghsa(i)] : [],
    summary: `Malicious code in ${name} (npm)`,
    details: `\n---\n_-= Per source details. Do not edit below this line.=-_\n\n## Source: ghsa-malware (${hash})\nAny computer that has this package installed or running should be considered fully compromised. All secrets and keys stored on that computer should be rotated immediately from a different computer. The package should be removed, but as full control of the computer may have been given to an outside entity, there is no guarantee that removing the package will remove all malicious software resulting from installing it.\n`,
    affected: [
      {
        package: { ecosystem: 'npm', name, purl: `pkg:npm/${encodeURIComponent(name)}` },
        ...(i % 5 < 2
          ? { ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }] }], versions: [] }
          : { versions: many }),
        database_specific: {
          source: `https://github.com/ossf/malicious-packages/blob/main/osv/malicious/npm/${name}/${id}.json`,
          cwes: [{ cweId: 'CWE-506' }],
        },
      },
    ],
    references: i % 3 === 0 ? [{ type: 'ADVISORY', url: `https://github.com/advisories/${ghsa(i)}` }] : [],
    database_specific: {
      'malicious-packages-origins': [
        { source: 'ghsa-malware', sha256: hash, import_time: time(i + 2), modified_time: time(i) },
      ],
    },
  };
}

function vulnerability(i: number) {
  const name = packageName(MALWARE + (i % 2900));
  const major = random(i) % 9;
  return {
    modified: time(i),
    published: time(i + 1),
    schema_version: '1.7.4',
    id: ghsa(i),
    aliases: [`CVE-${2015 + (i % 11)}-${random(i) % 60_000}`],
    summary: `Improper neutralization of ${SYLLABLES[i % 20]} in ${name}`,
    details: `### Impact\nA remote attacker can ${name}.\n`.repeat(12),
    severity: [
      {
        type: 'CVSS_V3',
        score: `CVSS:3.1/AV:N/AC:${i % 2 === 0 ? 'L' : 'H'}/PR:N/UI:${i % 3 === 0 ? 'R' : 'N'}/S:U/C:H/I:L/A:N`,
      },
    ],
    affected: [
      {
        package: { ecosystem: 'npm', name, purl: `pkg:npm/${encodeURIComponent(name)}` },
        ranges: [
          {
            type: 'SEMVER',
            events: [{ introduced: '0' }, { fixed: `${major}.${random(i) % 30}.${i % 12}` }],
          },
        ],
      },
    ],
    references: [0, 1, 2, 3].map((n) => ({
      type: 'WEB',
      url: `https://github.com/${name}/issues/${random(i + n) % 9999}`,
    })),
    database_specific: {
      severity: ['LOW', 'MODERATE', 'HIGH', 'CRITICAL'][i % 4],
      cwe_ids: ['CWE-79'],
      github_reviewed: true,
    },
  };
}
