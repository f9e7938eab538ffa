import { spawnSync } from 'node:child_process';
import { aptInstall } from './apt.mjs';

/** Tools whose real output tests hold Loupe against: a command that runs when the tool is there, and Debian's package. */
const TOOLS = [
  [['objcopy', '--version'], 'binutils'],
  [['python3', '-m', 'pip', '--version'], 'python3-pip'],
  [['rpmbuild', '--version'], 'rpm'],
  [['gem', '--version'], 'ruby'],
  [['pacman', '--version'], 'pacman-package-manager'],
  [['bsdtar', '--version'], 'libarchive-tools'],
  [['go', 'version'], 'golang-go'],
  // A small Go program as Debian builds it.
  [['gron', '--version'], 'gron'],
];

/** Installs what is missing where that is possible without asking. Gives the packages of the tools that are not there. */
export function findOrInstallTools() {
  const missing = lacking();
  if (missing.length > 0) aptInstall(missing);
  return lacking();
}

function lacking() {
  return TOOLS.flatMap(([[command, ...args], debian]) =>
    spawnSync(command, args).status === 0 ? [] : [debian],
  );
}
