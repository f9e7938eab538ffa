import { describe, expect, test } from 'vitest';
import { story } from '../../src/core/case/queries/story.ts';
import { describeCorpus } from '../corpus.ts';
import { stanza } from '../fixtures/catalog/dpkg.ts';
import { HOOKS as PACKAGE_HOOKS } from '../fixtures/catalog/hooks-package.ts';
import { HOOKS as SYSTEM_HOOKS } from '../fixtures/catalog/hooks-system.ts';
import { archiveTar, type ImageSpec, ociLayout } from '../fixtures/image.ts';
import { file, type Member, symlink, tar, whiteout } from '../fixtures/tar.ts';
import { inspectFiles } from '../inspect.ts';
import { inspectLite } from '../lite.ts';

const x = { mode: 0o755 };
const STATUS = 'var/lib/dpkg/status';
const list = (name: string, ...paths: string[]) =>
  file(`var/lib/dpkg/info/${name}.list`, ['/.', ...paths].map((path) => `${path}\n`).join(''));

async function inspect(
  layers: readonly Member[][],
  more: Partial<ImageSpec> = {},
  by: readonly string[] = [],
) {
  const spec: ImageSpec = {
    tags: ['app:1'],
    layers: layers.map((members, i) => ({
      tar: tar(members),
      compression: 'gzip',
      ...(by[i] === undefined ? {} : { createdBy: by[i] }),
    })),
    ...more,
  };
  const { model, report } = await inspectFiles([{ name: 'app.tar', bytes: archiveTar(ociLayout([spec])) }]);
  const told = story(model, model.trees[0]?.id ?? '');
  if (told === undefined) throw new Error('no story');
  return { told, findings: report().findings };
}

describe('what runs', () => {
  const files = [
    file(STATUS, stanza('node', '20') + stanza('dash', '0.5')),
    list('node', '/usr/bin/node'),
    list('dash', '/usr/bin/dash', '/usr/bin/sh'),
    file('usr/bin/node', 'elf', x),
    file('usr/bin/dash', 'elf', x),
    symlink('usr/bin/sh', 'dash'),
    symlink('bin', 'usr/bin'),
    file('usr/local/bin/start.sh', '#!/bin/sh -e\nexec "$@"\n', x),
    file('app/server.js', '#!/usr/bin/env node\n', x),
  ];
  const lines = (told: Awaited<ReturnType<typeof inspect>>['told']) =>
    told.runs?.files.map(
      ({ role, asked, path, through, owner }) =>
        `${role} ${asked} = ${path ?? 'nothing'}${through === undefined ? '' : ` through ${through}`}${owner === undefined ? '' : ` of ${owner.name}`}`,
    );

  test('ENTRYPOINT and CMD are resolved by PATH, links and #! to files, layers and packages', async () => {
    const { told } = await inspect([files], {
      run: {
        Entrypoint: ['start.sh'],
        Cmd: ['node', 'server.js'],
        User: 'app',
        WorkingDir: '/app',
        Env: ['PATH=/usr/local/bin:/usr/bin', 'NODE_OPTIONS=--require /x.js', 'HOME=/app'],
      },
    });
    expect(lines(told)).toEqual([
      'entrypoint start.sh = usr/local/bin/start.sh',
      'interpreter /bin/sh = usr/bin/dash through bin/sh of dash 0.5',
      'argument node = usr/bin/node of node 20',
      'argument server.js = app/server.js',
    ]);
    expect(told.runs).toMatchObject({
      user: 'app',
      workingDir: '/app',
      command: ['start.sh', 'node', 'server.js'],
    });
    expect(told.runs?.environment.map(({ name }) => name)).toEqual(['PATH', 'NODE_OPTIONS']);
    expect(told.runs?.files.map(({ layer, sha256 }) => layer === 0 && sha256?.length === 64)).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  test('a command in shell form is followed into the shell', async () => {
    const { told } = await inspect([files], {
      run: { Cmd: ['/bin/sh', '-c', 'exec /app/server.js --port 80'] },
    });
    expect(lines(told)).toEqual([
      'cmd /bin/sh = usr/bin/dash through bin/sh of dash 0.5',
      'shell /app/server.js = app/server.js',
      'interpreter node = usr/bin/node of node 20',
    ]);
  });

  test('what is not there is said to be nothing', async () => {
    expect(lines((await inspect([files], { run: { Entrypoint: ['missing'] } })).told)).toEqual([
      'entrypoint missing = nothing',
    ]);
    expect((await inspect([files], {})).told.runs?.files).toEqual([]);
  });
});

describe('hooks', () => {
  const all = { ...SYSTEM_HOOKS, ...PACKAGE_HOOKS };
  const members = Object.entries(all).map(([path, content]) => file(path, content));

  test('are found with what they run, and told when they are in no package', async () => {
    const { told, findings } = await inspect([
      [
        ...members,
        file(STATUS, stanza('a', '1')),
        list('a', '/etc/profile.d/a.sh'),
        file(
          'app/package.json',
          '{"name":"app","version":"1.0.0","scripts":{"postinstall":"node x.js","test":"x"}}',
        ),
      ],
    ]);
    const rows = told.hooks.flatMap(({ kind, rows }) =>
      rows.map(
        ({ path, detail, owner }) =>
          `${kind} ${path}: ${detail}${owner === undefined ? '' : ` (${owner.name})`}`,
      ),
    );
    expect(rows).toEqual([
      'hook.authorized-key root/.ssh/authorized_keys: ssh-ed25519 ann@example.org',
      'hook.authorized-key root/.ssh/authorized_keys: ecdsa-sha2-nistp256',
      'hook.cron etc/cron.daily/logs: rm -rf /var/log/old',
      'hook.cron etc/crontab: 17 * * * * root run-parts /etc/cron.hourly',
      'hook.ld-so-preload etc/ld.so.preload: /usr/lib/libevil.so',
      'hook.maintainer-script var/lib/dpkg/info/libc6:amd64.postinst: postinst of libc6:amd64',
      'hook.node-gyp app/node_modules/x/binding.gyp: binding.gyp: npm builds it, and runs what it says, at install',
      'hook.npm-script app/package.json: postinstall: node x.js (app 1.0.0)',
      'hook.package-manager etc/apk/commit_hooks.d/b: /opt/after-apk',
      'hook.package-manager etc/apt/apt.conf.d/docker-clean: DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb || true"; };',
      'hook.package-manager etc/dpkg/dpkg.cfg.d/a: post-invoke=/opt/after',
      'hook.package-manager usr/share/libalpm/hooks/a.hook: Exec = /usr/bin/update-a',
      'hook.profile etc/profile.d/a.sh: export A=1 (a 1)',
      'hook.python-pth usr/lib/python3/dist-packages/distutils-precedence.pth: import os; print(1)',
      'hook.python-setup a-1.0/setup.py: setup.py: run when the package is built or installed',
      'hook.python-startup usr/lib/python3/sitecustomize.py: import apport_python_hook',
      'hook.systemd-unit etc/systemd/system/miner.service: ExecStart=/opt/miner --quiet',
      'hook.systemd-unit lib/systemd/system/miner.timer: OnBootSec=5min',
    ]);
    const hooks = findings.filter(({ rule }) => rule === 'content.hook');
    expect(hooks.map(({ severity, title }) => `${severity} ${title}`).sort()).toEqual([
      'high 1 entry of app:1 puts a library into every program.',
      'low 2 entries of app:1 are started or timed by systemd, and are in no package.',
      'medium 1 entry of app:1 runs code whenever Python starts, and is in no package.',
      'medium 1 entry of app:1 runs code whenever Python starts, and is in no package.',
      'medium 2 entries of app:1 are run by cron, and are in no package.',
      'medium 2 entries of app:1 let the holder of a key log in.',
    ]);
  });

  test('one that a later layer removed is not told', async () => {
    const { told } = await inspect([members, [whiteout('etc/ld.so.preload')]]);
    expect(told.hooks.some(({ kind }) => kind === 'hook.ld-so-preload')).toBe(false);
  });
});

const sizeOf = (member: Member | undefined) =>
  member !== undefined && 'content' in member ? (member.content?.length ?? 0) : 0;

describe('layers', () => {
  const history = [
    { created_by: 'ADD rootfs.tar / # buildkit' },
    { created_by: 'CMD ["bash"]', empty_layer: true },
    { created_by: 'RUN apt-get install' },
    { created_by: 'RUN apt-get purge' },
    { created_by: 'CMD ["app"]', empty_layer: true },
  ];
  const layers = [
    [file(STATUS, stanza('a', '1')), file('big', 'x'.repeat(1000))],
    [
      file(STATUS, stanza('a', '2') + stanza('b', '1')),
      file('big', 'y'.repeat(3000)),
      file('temp', 'z'.repeat(500)),
    ],
    [file(STATUS, stanza('a', '2')), whiteout('temp')],
  ];

  test('brought, changed and removed packages; what later layers made useless; where the base seems to end', async () => {
    const { told } = await inspect(layers, { history });
    const changes = told.layers.map(({ changes: all }) =>
      all.map(
        ({ kind, packages }) =>
          `${kind} ${packages.map(({ name, version, before }) => `${name} ${before === undefined ? '' : `${before} -> `}${version}`).join(', ')}`,
      ),
    );
    expect(changes).toEqual([['brought a 1'], ['brought b 1', 'changed a 1 -> 2'], ['removed b 1']]);
    const status = [0, 1, 2].map((i) => sizeOf(layers[i]?.[0]));
    expect(told.layers.map(({ wasted }) => wasted)).toEqual([
      1000 + (status[0] ?? 0),
      500 + (status[1] ?? 0),
      0,
    ]);
    expect(told.wasted).toBe(1500 + (status[0] ?? 0) + (status[1] ?? 0));
    expect(told.repeated[0]).toEqual({ path: 'big', times: 2, wasted: 1000 });
    expect(told.repeated.map(({ path, times }) => `${path} ${times}`)).toContain('temp 1');
    expect(told.base).toEqual({ layers: 1, name: undefined, from: 'history' });
    expect(told.layers.map(({ createdBy }) => createdBy)).toEqual([
      'ADD rootfs.tar / # buildkit',
      'RUN apt-get install',
      'RUN apt-get purge',
    ]);
  });

  test('a label names the base, and is no more than a claim', async () => {
    const { told } = await inspect([layers[0] ?? []], {
      run: { Labels: { 'org.opencontainers.image.base.name': 'docker.io/library/debian:12' } },
    });
    expect(told.base).toEqual({ layers: undefined, name: 'docker.io/library/debian:12', from: 'label' });
  });
});

describeCorpus('a real image', () => {
  test('tells what it runs, and which layer removed what', async () => {
    const { model } = await inspectLite();
    const told = story(model, model.trees[0]?.id ?? '');
    expect(told?.runs).toMatchObject({
      user: '1000:1000',
      command: ['node'],
      files: [{ asked: 'node', path: undefined }],
    });
    const gone = told?.layers.flatMap(({ index, changes }) =>
      changes
        .filter(({ kind }) => kind === 'removed')
        .map(({ packages }) => [index + 1, packages.map(({ name }) => name).sort()]),
    );
    // What lay in an archive is gone with it.
    const inWar = [
      'com.google.guava:guava',
      'commons-io:commons-io',
      'corpus',
      'corpus-app',
      'org.apache.commons:commons-lang3',
      'org.apache.logging.log4j:log4j-api',
      'org.apache.logging.log4j:log4j-core',
    ];
    const packages = ['fd-find', 'left-pad', 'python3-requests', 'requests'];
    expect(gone).toEqual([[5, [...inWar, ...packages].sort()]]);
    expect(told?.repeated.map(({ path }) => path)).toContain('app/lib/corpus.war');
    const unowned = told?.hooks.filter((one) => one.unowned > 0);
    expect(unowned).toEqual([]);
  }, 120_000);
});
