import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { EXECUTABLE_MAGIC } from './executable.ts';
import { packerOf } from './executable-packer.ts';
import { type GoBuildInfo, goTraces } from './go-buildinfo-record.ts';
import { type GoModule, type GoModules, parseGoModules } from './go-module-lines.ts';
import { listPresent } from './list-package.ts';
import { golangPurl, purl } from './purl.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger } from './types.ts';

/** The modules a Go program was linked from, as its linker recorded them. */
export const goBuildinfo: Cataloger = {
  id: 'go.buildinfo',
  title: 'Go programs',
  spec: 'pkg.go.dev debug/buildinfo, runtime/debug.BuildInfo',
  match: { globs: [], magic: EXECUTABLE_MAGIC },
  needs: 'large',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const name = displayName(file.path);
    const listed = new Set<string>();
    for (const trace of goTraces(file.bytes)) {
      if (trace.kind === 'record') listBuild(out, trace.info, listed);
      else if (trace.kind === 'damaged')
        out.fault(
          'go.buildinfo',
          'error',
          `"${name}" is a Go program whose build information cannot be read; its modules are not known.`,
          trace.offset,
        );
      else {
        out.saysNotAll();
        const what = 'records neither its Go version nor its modules';
        out.fault('go.no-record', 'info', `"${name}" is a Go program that ${what}.`, trace.offset);
      }
    }
    const packer = listed.size === 0 ? packerOf(file.bytes) : undefined;
    if (packer !== undefined)
      out.fault(
        'executable.packed',
        'error',
        `"${name}" is packed by ${packer.name}: what it was built from cannot be read.`,
        packer.offset,
      );
    return out.done();
  },
};

/** Adds the program, the Go distribution and the modules of one build; what another architecture said too is left out. */
function listBuild(out: ReadingBuilder, info: GoBuildInfo, listed: Set<string>): void {
  const modules = parseGoModules(info.modules ?? '');
  const pointer = `byte ${info.offset}`;
  const name = displayName(out.path);
  tellDamage(out, info, modules);
  const root = listProgram(out, modules, pointer, listed);
  const version = /^go(\S+)/.exec(info.goVersion)?.[1];
  const standard = list(out, { path: 'stdlib', version: version ?? '', sum: '' }, pointer, listed);
  out.fact(standard.ref, 'toolchain', info.goVersion, { pointer });
  if (root === undefined) {
    out.saysNotAll();
    if (info.modules === '') out.fault('go.no-modules', 'info', notRecorded(name, info), info.offset);
    return;
  }
  const relate = (to: string, rawKind: string): void =>
    out.relate({ from: root, to, kind: 'dependsOn', scope: 'runtime', rawKind, how: 'stated' });
  if (standard.fresh) relate(standard.ref, 'go');
  for (const module of modules.dependencies) {
    if (out.full) return;
    const { ref, fresh } = list(out, module, pointer, listed);
    if (fresh) relate(ref, 'dep');
  }
  for (const [key, value] of modules.settings) {
    const field = SETTINGS[key] ?? 'build-setting';
    out.fact(root, field, field === 'build-setting' ? `${key}=${value}` : value, { pointer });
  }
  if (modules.main === undefined && modules.dependencies.length === 0) {
    out.saysNotAll();
    out.absent(root, 'modules', 'not-stated', pointer);
    out.fault('go.no-modules', 'info', notRecorded(name, info), info.offset);
  }
}

function notRecorded(name: string, { goVersion }: GoBuildInfo): string {
  return `"${name}" was built by ${displayName(goVersion)}; its modules are not recorded.`;
}

/** What a record holds that no linker writes: what it means is not known, so what is listed may not be all. */
function tellDamage(
  out: ReadingBuilder,
  { goVersion, modules, offset }: GoBuildInfo,
  { unread }: GoModules,
): void {
  const told = (what: string) =>
    out.fault('go.buildinfo', 'error', `"${displayName(out.path)}" is a Go program ${what}.`, offset);
  if (!/^(?:go\d|devel\b)/.test(goVersion))
    told(`whose build information names no version of Go, but "${displayName(goVersion)}"`);
  if (modules === undefined) told('whose list of modules is damaged; its modules are not known');
  if (unread > 0)
    told(
      `whose list of modules has ${unread === 1 ? '1 line' : `${unread.toLocaleString('en')} lines`} that cannot be read; other modules are listed`,
    );
}

const SETTINGS: Record<string, string | undefined> = {
  'vcs.revision': 'source-commit',
  'vcs.time': 'source-time',
  'vcs.modified': 'source-modified',
};

/** The main module, or the program's package where none is recorded. Its ref; `undefined` where neither is. */
function listProgram(
  out: ReadingBuilder,
  { main, path }: GoModules,
  pointer: string,
  listed: Set<string>,
): string | undefined {
  if (main !== undefined) {
    const { ref } = list(out, main, pointer, listed, 'application');
    out.fact(ref, 'main-package', path, { pointer });
    return ref;
  }
  if (path === '') return undefined;
  return list(out, { path, version: '', sum: '' }, pointer, listed, 'application').ref;
}

/** Adds a module as it was linked: what replaces it, where something does that has a version of its own. */
function list(
  out: ReadingBuilder,
  asked: GoModule,
  pointer: string,
  listed: Set<string>,
  type: 'application' | 'library' = 'library',
): { readonly ref: string; readonly fresh: boolean } {
  const { replacement } = asked;
  const linked = replacement !== undefined && replacement.version !== '' ? replacement : asked;
  // A module built from its working copy, or replaced by a folder, has no version.
  const known = linked.version !== '(devel)' && (replacement === undefined || linked === replacement);
  const version = known && linked.version !== '' ? linked.version : undefined;
  const ref = `${out.path}#${linked.path}@${version ?? ''}`;
  if (listed.has(ref)) return { ref, fresh: false };
  const identity =
    linked.path === 'stdlib'
      ? purl({ type: 'golang', name: 'stdlib', version })
      : golangPurl(linked.path, version);
  if (!listPresent(out, { ref, type, name: linked.path, version, purl: identity, pointer }))
    return { ref, fresh: false };
  listed.add(ref);
  out.fact(ref, 'go-sum', linked.sum, { pointer });
  if (linked.version === '(devel)') out.fact(ref, 'built-from', 'working copy', { pointer });
  if (replacement !== undefined && linked === replacement)
    out.fact(ref, 'replaces', asked.version === '' ? asked.path : `${asked.path}@${asked.version}`, {
      pointer,
    });
  else if (replacement !== undefined) out.fact(ref, 'replaced-by', replacement.path, { pointer });
  return { ref, fresh: true };
}
