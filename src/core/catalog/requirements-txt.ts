import { decodeUtf8Lossy } from '../base/bytes.ts';
import { linesOf } from '../base/lines.ts';
import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { parseRequirement } from './pep508.ts';
import { hashFact, listLocked } from './python-locked.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger } from './types.ts';

/** What pip is asked to install; a version only where exactly one is asked for. It states no edges. */
export const requirementsTxt: Cataloger = {
  id: 'requirements.txt',
  title: 'pip requirements',
  spec: 'pip.pypa.io: Requirements File Format; PEP 508',
  match: {
    globs: ['**/requirements.txt', '**/requirements-*.txt', '**/requirements_*.txt', '**/requirements/*.txt'],
  },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    out.saysNotAll();
    const name = displayName(file.path);
    if (file.bytes.includes(0)) {
      out.fault('requirements.text', 'error', `"${name}" is no text; no requirements were read.`);
      return out.done();
    }
    for (const { text, line } of logicalLines(decodeUtf8Lossy(file.bytes))) {
      if (out.full) break;
      const pointer = `line ${line}`;
      // Options such as `-r other.txt` ask for files, not for packages.
      if (text === '' || text.startsWith('-')) continue;
      const options = text.indexOf(' --');
      const asked = parseRequirement(options < 0 ? text : text.slice(0, options));
      if (asked === undefined) {
        out.fault(
          'requirements.line',
          'info',
          `Line ${line} of "${name}" names no package: a path or an address.`,
        );
        continue;
      }
      const version = /^={2,3}\s*([^\s,*;]+)$/.exec(asked.specifier.trim())?.[1];
      const ref = `${out.path}#${pointer}`;
      if (!listLocked(out, ref, asked.name, version, pointer)) continue;
      if (version === undefined) out.fact(ref, 'asked', asked.specifier, { pointer });
      out.fact(ref, 'marker', asked.marker, { pointer });
      for (const word of (options < 0 ? '' : text.slice(options)).split(/\s+/, 200))
        if (word.startsWith('--hash=')) hashFact(out, ref, word.slice('--hash='.length), pointer);
    }
    return out.done();
  },
};

/** Lines with those joined that end in a backslash; comments are taken off. */
function* logicalLines(text: string): Generator<{ readonly text: string; readonly line: number }> {
  let parts: string[] = [];
  let first = 1;
  let line = 0;
  for (const full of linesOf(text)) {
    line++;
    const comment = full.startsWith('#') ? 0 : full.search(/\s#/);
    const plain = comment < 0 ? full : full.slice(0, comment);
    if (parts.length === 0) first = line;
    const more = plain.endsWith('\\');
    parts.push(more ? plain.slice(0, -1) : plain);
    if (more) continue;
    yield { text: parts.join(' ').trim(), line: first };
    parts = [];
  }
  if (parts.length > 0) yield { text: parts.join(' ').trim(), line: first };
}
