import { displayName } from '../base/names.ts';
import type { TreeEntry } from '../image/tree.ts';
import type { CaseImage, CaseModel, CaseTree } from './model.ts';
import { OwnedFiles } from './owned-files.ts';

/** One file that a start of the image runs, or hands on. */
export interface RunFile {
  /** `entrypoint`, `cmd`: the program; `shell`: the first program of a shell's command; `interpreter`: of a script. */
  readonly role: 'entrypoint' | 'cmd' | 'shell' | 'interpreter' | 'argument';
  /** As the configuration or the script writes it. */
  readonly asked: string;
  /** Where it is, links followed; absent when nothing is there. */
  readonly entry: TreeEntry | undefined;
  /** Where it was looked for, when links lead on from there. */
  readonly through: string | undefined;
  /** Index of the occurrence whose package it belongs to. */
  readonly owner: number | undefined;
}

/** What starts when the image is run as its configuration says. */
export interface WhatRuns {
  readonly user: string | undefined;
  readonly workingDir: string;
  readonly command: readonly string[];
  readonly files: readonly RunFile[];
  /** Variables that change what programs load or run, as set. */
  readonly environment: readonly { readonly name: string; readonly value: string }[];
}

/** What a runtime sets when the image does not (runc, libcontainer). */
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Variables by which a program is made to load or run something else. */
const TELLING =
  /^(?:PATH|LD_PRELOAD|LD_LIBRARY_PATH|LD_AUDIT|BASH_ENV|ENV|PROMPT_COMMAND|NODE_OPTIONS|NODE_PATH|PYTHONPATH|PYTHONSTARTUP|PYTHONHOME|RUBYOPT|RUBYLIB|PERL5OPT|PERL5LIB|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|CLASSPATH|GIT_SSH_COMMAND)$/;

const SHELLS = /(?:^|\/)(?:sh|bash|dash|ash|zsh|ksh)$/;
/** Deeper than this, one script's interpreter is another script: nothing that the kernel follows. */
const MOST_INTERPRETERS = 4;

/** Resolves ENTRYPOINT, CMD, USER, WORKDIR and ENV against the final tree; nothing is run. */
export function whatRuns(model: CaseModel, image: CaseImage): WhatRuns | undefined {
  const tree = model.trees.find(({ id }) => id === image.tree);
  const { config } = image.plan;
  if (tree === undefined || config === undefined) return undefined;
  const environment = config.env.map((one) => {
    const equals = one.indexOf('=');
    return { name: one.slice(0, Math.max(0, equals)), value: one.slice(equals + 1) };
  });
  const path = environment.findLast(({ name }) => name === 'PATH')?.value ?? DEFAULT_PATH;
  const finder = new Finder(model, tree, path, config.workingDir ?? '/');
  const command = [...config.entrypoint, ...config.cmd];
  const [program, ...rest] = command;
  const files =
    program === undefined
      ? []
      : [
          ...finder.program(config.entrypoint.length > 0 ? 'entrypoint' : 'cmd', program),
          ...finder.handedOn(program, rest),
        ];
  return {
    user: config.user,
    workingDir: config.workingDir ?? '/',
    command,
    files,
    environment: environment.filter(({ name }) => TELLING.test(name)),
  };
}

class Finder {
  readonly #tree: CaseTree;
  readonly #owned: OwnedFiles;
  readonly #path: readonly string[];
  readonly #workingDir: string;

  constructor(model: CaseModel, tree: CaseTree, path: string, workingDir: string) {
    this.#tree = tree;
    this.#owned = OwnedFiles.of(model, tree);
    this.#path = path.split(':').filter((folder) => folder !== '');
    this.#workingDir = workingDir;
  }

  /** A program, and what interprets it where it is a script. */
  *program(role: RunFile['role'], asked: string): Generator<RunFile> {
    let next: { role: RunFile['role']; asked: string } | undefined = { role, asked };
    for (let depth = 0; next !== undefined && depth <= MOST_INTERPRETERS; depth++) {
      const found: RunFile = this.#file(next.role, next.asked, this.#search(next.asked));
      yield found;
      next = this.#interpreter(found);
    }
  }

  /** Arguments that are files of the image: what a start script or an interpreter is handed. */
  *handedOn(program: string, rest: readonly string[]): Generator<RunFile> {
    if (SHELLS.test(program) && rest[0]?.startsWith('-') === true && rest[0].includes('c')) {
      const first = /^(?:exec\s+)?([^\s;&|()<>$`"']+)/.exec((rest[1] ?? '').trim())?.[1];
      if (first !== undefined) yield* this.program('shell', first);
      return;
    }
    let first = true;
    for (const asked of rest) {
      if (asked.startsWith('-') || asked === '') continue;
      const at =
        asked.includes('/') || !first ? this.#below(asked) : (this.#search(asked) ?? this.#below(asked));
      first = false;
      if (at?.entry !== undefined && at.entry.type !== 'd') yield this.#file('argument', asked, at);
    }
  }

  #interpreter({ entry }: RunFile): { role: 'interpreter'; asked: string } | undefined {
    const at = entry && this.#tree.squashed.content(entry);
    const line = at && this.#tree.layers[at.layer]?.table.interpreter(at.index);
    if (line === undefined) return undefined;
    const [program = '', argument] = line.trim().split(/\s+/, 3);
    if (program === '') return undefined;
    // `env` finds what it is asked for, and that is what runs.
    const asked =
      /\/env$/.test(program) && argument !== undefined && !argument.startsWith('-') ? argument : program;
    return { role: 'interpreter', asked };
  }

  #search(asked: string): Found | undefined {
    if (asked.includes('/')) return this.#below(asked);
    for (const folder of this.#path) {
      const found = this.#at(`${folder}/${asked}`);
      if (found?.entry !== undefined && found.entry.type !== 'd') return found;
    }
    return undefined;
  }

  #below(asked: string): Found | undefined {
    return this.#at(asked.startsWith('/') ? asked : `${this.#workingDir}/${asked}`);
  }

  #at(path: string): Found | undefined {
    const clean = path
      .split('/')
      .filter((segment) => segment !== '' && segment !== '.')
      .join('/');
    const entry = this.#tree.squashed.follow(clean);
    return entry === undefined ? undefined : { entry, path: clean };
  }

  #file(role: RunFile['role'], asked: string, found: Found | undefined): RunFile {
    const { entry } = found ?? {};
    return {
      role,
      asked: displayName(asked),
      entry,
      through: found === undefined || found.path === found.entry.path ? undefined : displayName(found.path),
      owner: entry === undefined ? undefined : this.#owned.ownerOf(entry.path),
    };
  }
}

interface Found {
  readonly entry: TreeEntry;
  /** As it was looked for. */
  readonly path: string;
}
