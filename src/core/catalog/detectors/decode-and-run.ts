import type { Detector } from './types.ts';

/** Files that run when a package is installed. */
const INSTALL_TIME = [
  /(?:^|\/)setup\.py$/,
  /(?:^|\/)(?:pre|post)?install\.(?:js|cjs|mjs|sh|py|rb)$/,
  /(?:^|\/)(?:pre|post)[-_]?install(?:\.[a-z]+)?$/,
  /(?:^|\/)var\/lib\/dpkg\/info\/[^/]+\.(?:pre|post)(?:inst|rm)$/,
  /(?:^|\/)sitecustomize\.py$/,
  /\.pth$/,
  /(?:^|\/)extconf\.rb$/,
];

/** What decodes and what runs, near each other. Bounded gaps: linear. */
const PATTERNS: readonly (readonly [id: string, says: string, pattern: RegExp])[] = [
  [
    'python',
    'decodes something and executes it',
    /\b(?:exec|eval)\s{0,4}\([^\n]{0,120}?(?:b64decode|b85decode|unhexlify|fromhex|decompress|marshal\.loads|rot13)/,
  ],
  [
    'javascript',
    'decodes something and evaluates it',
    /\b(?:eval|Function)\s{0,4}\([^\n]{0,120}?(?:atob\s{0,4}\(|fromCharCode|Buffer\.from\s{0,4}\([^)\n]{0,80}(?:base64|hex))/,
  ],
  [
    'shell',
    'decodes or downloads something and pipes it into a shell',
    /(?:base64\s{1,4}(?:-d|-D|--decode)|\b(?:curl|wget)\s[^\n|]{1,200})[^\n|]{0,80}\|\s{0,4}(?:sudo\s{1,4})?(?:ba|z|da)?sh\b/,
  ],
  [
    'powershell',
    'runs an encoded PowerShell command',
    /powershell[^\n]{0,120}?-(?:e|en|enc|enco|encodedcommand)\s{1,4}["']?[A-Za-z0-9+/=]{20}/i,
  ],
];
const BEFORE = 260;
const AFTER = 260;

/** Code that runs at install time, decodes something and runs the result. A guess by form: a hint at most. */
export const decodeAndRun: Detector = {
  id: 'run.decoded',
  title: 'Decode and run at install time',
  spec: 'https://github.com/DataDog/guarddog',
  keywords: [
    'b64decode',
    'b85decode',
    'unhexlify',
    'fromhex',
    'decompress',
    'marshal.loads',
    'rot13',
    'atob',
    'fromCharCode',
    'base64',
    'curl ',
    'wget ',
    'owershell',
  ],
  wants: (path) => INSTALL_TIME.some((pattern) => pattern.test(path)),
  at(file, offset) {
    const text = file.text(offset - BEFORE, offset + AFTER);
    const found = PATTERNS.find(([, , pattern]) => pattern.test(text));
    if (found === undefined) return undefined;
    return { kind: `run.decoded-${found[0]}`, detail: found[1], pointer: `line ${file.line(offset)}` };
  },
};
