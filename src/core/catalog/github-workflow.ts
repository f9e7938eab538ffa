import { isJsonObject, own, ownList, ownObject, ownText, pointerSegment } from '../base/json-shape.ts';
import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { listStated } from './list-package.ts';
import { purl } from './purl.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger } from './types.ts';
import { readYamlFile } from './yaml-file.ts';

/** The actions and reusable workflows that GitHub Actions would run, and whether each is pinned to a commit. */
export const githubWorkflow: Cataloger = {
  id: 'github.workflow',
  title: 'GitHub Actions workflows',
  spec: 'docs.github.com: Workflow syntax for GitHub Actions; Metadata syntax (composite actions)',
  match: {
    globs: [
      '.github/workflows/*.yml',
      '.github/workflows/*.yaml',
      '**/.github/workflows/*.yml',
      '**/.github/workflows/*.yaml',
      '**/.github/actions/**/action.yml',
      '**/.github/actions/**/action.yaml',
    ],
  },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const workflow = readYamlFile(out, file.bytes, 'as a workflow');
    if (workflow === undefined) return out.done();
    const jobs = isJsonObject(workflow) ? own(workflow, 'jobs') : undefined;
    const runs = isJsonObject(workflow) ? own(workflow, 'runs') : undefined;
    if (!isJsonObject(workflow) || (!isJsonObject(jobs) && !isJsonObject(runs))) {
      out.fault(
        'github.workflow',
        'error',
        `"${displayName(file.path)}" has neither "jobs" nor "runs"; it is no workflow.`,
      );
      return out.done();
    }
    const name = ownText(workflow, 'name')?.trim();
    const root = `${out.path}#`;
    const title = name === undefined || name === '' ? out.path.slice(out.path.lastIndexOf('/') + 1) : name;
    if (!listStated(out, { ref: root, type: 'application', name: title, pointer: 'line 1' }))
      return out.done();
    const listed = new Set<string>();
    for (const { uses, pointer } of usesOf(workflow)) {
      if (out.full) break;
      listAction(out, root, uses, pointer, listed);
    }
    return out.done();
  },
};

interface Uses {
  readonly uses: string;
  readonly pointer: string;
}

/** Every `uses`: of jobs (reusable workflows), of their steps, of a composite action's steps. */
function* usesOf(workflow: { readonly [key: string]: unknown }): Generator<Uses> {
  for (const [id, job] of Object.entries(ownObject(workflow, 'jobs'))) {
    if (!isJsonObject(job)) continue;
    const pointer = `/jobs${pointerSegment(id)}`;
    const uses = ownText(job, 'uses');
    if (uses !== undefined) yield { uses, pointer: `${pointer}/uses` };
    yield* steps(ownList(job, 'steps'), `${pointer}/steps`);
  }
  yield* steps(ownList(ownObject(workflow, 'runs'), 'steps'), '/runs/steps');
}

function* steps(list: readonly unknown[], pointer: string): Generator<Uses> {
  for (const [index, step] of list.entries()) {
    const uses = isJsonObject(step) ? ownText(step, 'uses') : undefined;
    if (uses !== undefined) yield { uses, pointer: `${pointer}/${index}/uses` };
  }
}

function listAction(
  out: ReadingBuilder,
  root: string,
  uses: string,
  pointer: string,
  listed: Set<string>,
): void {
  const ref = `${out.path}#${uses}`;
  // An action of the same repository comes with it.
  if (uses.startsWith('./') || uses.startsWith('$')) return;
  if (listed.has(ref)) return;
  listed.add(ref);
  const container = uses.startsWith('docker://');
  const plain = container ? uses.slice('docker://'.length) : uses;
  const at = plain.lastIndexOf('@');
  const path = at < 0 ? plain : plain.slice(0, at);
  const version = at < 0 ? undefined : plain.slice(at + 1);
  const identity = container ? undefined : actionPurl(path, version);
  const type = container ? 'container' : 'library';
  if (path === '' || !listStated(out, { ref, type, name: path, version, purl: identity, pointer })) return;
  const pinned = /^(?:[0-9a-f]{40}|[0-9a-f]{64}|sha256:[0-9a-f]{64})$/.test(version ?? '');
  out.fact(ref, 'pinned', pinned ? 'to a commit or digest' : 'no: a tag or branch can be moved', { pointer });
  out.relate({
    from: root,
    to: ref,
    kind: 'dependsOn',
    scope: 'build',
    rawKind: 'uses',
    how: 'stated',
    asked: uses,
  });
}

/** `owner/repository[/path]`. */
function actionPurl(path: string, version: string | undefined): string | undefined {
  const [namespace, name] = path.split('/', 2);
  return name === undefined ? undefined : purl({ type: 'github', namespace, name, version });
}
