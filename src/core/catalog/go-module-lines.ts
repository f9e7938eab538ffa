import { linesOf } from '../base/lines.ts';

/** One module of a build, with what stands in for it. */
export interface GoModule {
  readonly path: string;
  /** Empty where none is recorded; `(devel)` for a module built from its working copy. */
  readonly version: string;
  /** `h1:` and the checksum of the module's files; empty where none is recorded. */
  readonly sum: string;
  replacement?: GoModule;
}

/** The module information of a build (runtime/debug.BuildInfo). */
export interface GoModules {
  /** Package path of the program. */
  readonly path: string;
  readonly main: GoModule | undefined;
  readonly dependencies: readonly GoModule[];
  /** `GOOS=linux`, `vcs.revision=…`, in their order. */
  readonly settings: readonly (readonly [key: string, value: string])[];
  /** Lines that are none of these. */
  readonly unread: number;
}

/** Reads the lines of module information: `path`, `mod`, `dep`, `=>` behind the module it replaces, `build`. */
export function parseGoModules(text: string): GoModules {
  let path = '';
  let main: GoModule | undefined;
  let last: GoModule | undefined;
  const dependencies: GoModule[] = [];
  const settings: [string, string][] = [];
  let unread = 0;
  for (const line of linesOf(text)) {
    const tab = line.indexOf('\t');
    const rest = line.slice(tab + 1);
    switch (line.slice(0, Math.max(0, tab))) {
      case 'path':
        path = rest;
        break;
      case 'mod':
        main = last = moduleOf(rest);
        break;
      case 'dep':
        last = moduleOf(rest);
        if (last.path === '') unread++;
        else dependencies.push(last);
        break;
      case '=>':
        if (last === undefined) unread++;
        else last.replacement = moduleOf(rest);
        last = undefined;
        break;
      case 'build': {
        const equals = rest.indexOf('=');
        if (equals > 0) settings.push([unquoted(rest.slice(0, equals)), unquoted(rest.slice(equals + 1))]);
        break;
      }
      default:
        if (line !== '') unread++;
    }
  }
  return { path, main, dependencies, settings, unread };
}

function moduleOf(text: string): GoModule {
  const [path = '', version = '', sum = ''] = text.split('\t', 3);
  return { path, version, sum };
}

/** Keys and values with spaces are quoted as Go texts; those in use hold no escapes but `\"` and `\\`. */
function unquoted(text: string): string {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return text;
  return text.slice(1, -1).replace(/\\(["\\])/g, '$1');
}
