import { concatBytes } from '../base/bytes.ts';
import { Budget } from '../base/limits.ts';
import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { tar } from '../unpack/tar.ts';
import { ReadingBuilder } from './reading-builder.ts';
import { statementsIn } from './script-lines.ts';
import type { CatalogFile } from './types.ts';

/** `NAME-VERSION-rN.Q1CHECKSUM.post-install` (apk-tools, database.c): base64 may hold a slash. */
const MEMBER = /^(.+)-([^-]+-r\d+)\.Q[12][A-Za-z0-9+/=]{1,64}\.([a-z-]{1,20})$/;
const MOST_SCRIPTS = 20_000;
/** A script is told by its first statement. */
const HEAD = 16_384;

/**
 * Scripts of the installed packages, which apk keeps in one tar beside its database and runs when a package comes,
 * changes or goes.
 */
export function readApkScripts(file: CatalogFile, refOf: (name: string) => string): Reading {
  const out = new ReadingBuilder(file);
  const parts: Uint8Array[] = [];
  let kept = 0;
  let scripts = 0;
  let member: RegExpExecArray | null = null;
  const reader = tar.open(
    {
      entry: ({ path, type }) => {
        member = type === 'f' ? MEMBER.exec(path) : null;
        parts.length = 0;
        kept = 0;
      },
      data: (chunk) => {
        if (member === null || kept >= HEAD) return;
        parts.push(new Uint8Array(chunk.subarray(0, HEAD - kept)));
        kept += parts.at(-1)?.length ?? 0;
      },
      end: () => {
        const [, name = '', , when = ''] = member ?? [];
        if (name === '' || ++scripts > MOST_SCRIPTS) return;
        const [first] = statementsIn(concatBytes(parts));
        const what = first === undefined ? '' : `: ${first.text}`;
        out.observe({
          kind: 'hook.maintainer-script',
          detail: `${when} of ${name}${what}`,
          subject: refOf(name),
        });
        member = null;
      },
    },
    { budget: new Budget(out.limits), signal: new AbortController().signal },
  );
  reader.push(file.bytes);
  const { faults } = reader.finish();
  const broken = faults.find(({ severity }) => severity === 'error');
  if (broken !== undefined) {
    const what = `"${displayName(file.path)}" was not read whole: not every script that apk runs is known. ${broken.message}`;
    out.fault('apk.scripts', 'error', what, broken.offset);
  }
  return out.done();
}
