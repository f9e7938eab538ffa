import { delimiter, join } from 'node:path';
import { aptInstall, isExecutable } from './apt.mjs';

const KINDS = {
  chromium: {
    title: 'Chromium',
    variable: 'CHROMIUM',
    commands: [
      'chromium',
      'chromium-browser',
      'google-chrome-stable',
      'google-chrome',
      'chrome',
      'microsoft-edge',
    ],
    places: [
      '/usr/lib/chromium/chromium',
      '/snap/bin/chromium',
      '/opt/google/chrome/chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    ],
    debian: 'chromium',
  },
  firefox: {
    title: 'Firefox',
    variable: 'FIREFOX',
    commands: ['firefox-esr', 'firefox'],
    places: [
      '/usr/lib/firefox-esr/firefox-esr',
      '/Applications/Firefox.app/Contents/MacOS/firefox',
      'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
    ],
    debian: 'firefox-esr',
  },
};

/** Where a browser is on this machine: its environment variable, the path, the usual places; else undefined. */
export function findBrowser(kind) {
  const { variable, commands, places } = KINDS[kind];
  const named = process.env[variable];
  if (named) return named;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = commands.flatMap((command) => folders.map((folder) => join(folder, command)));
  return [...candidates, ...places].find(isExecutable);
}

/** Finds a browser or installs Debian's when that is possible without asking; else undefined. */
export function findOrInstallBrowser(kind) {
  const { debian } = KINDS[kind];
  const found = findBrowser(kind);
  if (found !== undefined) return found;
  aptInstall([debian]);
  return findBrowser(kind);
}

/** What to tell someone on whose machine there is none. */
export function howToGet(kind) {
  const { title, variable, debian } = KINDS[kind];
  return `${title} was not found. Install it (Debian, Ubuntu: apt-get install ${debian}) or name its program in the environment variable ${variable}.`;
}
