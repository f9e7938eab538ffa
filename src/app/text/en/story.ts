import { formatCount, formatSize, plural } from '../format.ts';

/** What an image runs, what runs by itself, and how its layers made it. */
export const story = {
  runs: {
    title: 'What runs',
    none: 'The image names no command: who runs it must.',
    unknown: 'The configuration of the image is not there: what it runs is not known.',
    roles: {
      entrypoint: 'Entrypoint',
      cmd: 'Command',
      shell: 'In the shell',
      interpreter: 'Interpreter',
      argument: 'Handed on',
    },
    nothing: 'nothing is there',
    through: (path: string) => `through ${path}`,
    layer: (layer: number) => `layer ${layer + 1}`,
    owner: 'of',
    noOwner: 'in no package',
    as: (user: string | undefined, folder: string) =>
      user === undefined || user === '' || user === '0' || user === 'root'
        ? `Runs as root${user === undefined || user === '' ? ', since no user is named' : ''}, in ${folder}.`
        : `Runs as ${user}, in ${folder}.`,
    environment: 'Variables that change what programs load',
  },
  hooks: {
    title: 'What runs by itself',
    none: 'No start-up or install hooks that Loupe knows of.',
    kinds: {
      'hook.authorized-key': 'Keys that may log in',
      'hook.autostart': 'Started with the desktop',
      'hook.cron': 'Run at times, by cron',
      'hook.init': 'Run when the system starts',
      'hook.ld-so-preload': 'Loaded into every program',
      'hook.maintainer-script': 'Scripts of packages, run when they come or go',
      'hook.node-gyp': 'Built by npm at install',
      'hook.npm-script': 'Run by npm at install',
      'hook.package-manager': 'Run by the package manager at each change',
      'hook.profile': 'Run at login or in every shell',
      'hook.python-pth': 'Run whenever Python starts (.pth)',
      'hook.python-setup': 'Run when a Python package is built',
      'hook.python-startup': 'Run whenever Python starts',
      'hook.rpm-scriptlet': 'Scripts of packages, run when they come or go',
      'hook.systemd-unit': 'Started by systemd',
    } as Readonly<Record<string, string>>,
    count: (count: number, unowned: number) =>
      unowned === 0 || unowned === count
        ? `${formatCount(count)}${unowned === 0 ? '' : ', in no package'}`
        : `${formatCount(count)}, ${formatCount(unowned)} in no package`,
    more: (count: number) => `${formatCount(count)} more are in the report.`,
  },
  layers: {
    title: 'What each layer did',
    words: { brought: 'brought', changed: 'changed', removed: 'removed' },
    packages: (word: string, count: number) => `${word} ${plural(count, 'package')}`,
    wasted: (bytes: number) => `${formatSize(bytes)} of its files a later layer replaced or removed`,
    nothing: 'no package came or went',
    base: 'guess',
    baseHistory: (layers: number) =>
      `The base image seems to be the first ${layers === 1 ? 'layer' : `${formatCount(layers)} layers`}: a command is set there, and more was built on top.`,
    baseLabel: (name: string) => `A label names ${name} as the base image. Nobody checked that.`,
    efficiency: (total: number, wasted: number) =>
      wasted === 0
        ? `All ${formatSize(total)} in the layers are in the final tree.`
        : `${formatSize(wasted)} of the ${formatSize(total)} in the layers are not in the final tree (${Math.round((100 * (total - wasted)) / Math.max(1, total))} % efficient).`,
    repeated: 'Files written more than once, or written and removed',
    times: (times: number) => (times === 1 ? 'written, then removed' : `in ${formatCount(times)} layers`),
  },
} as const;
