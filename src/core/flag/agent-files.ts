import { displayName } from '../base/names.ts';
import { entriesWhere } from './entries.ts';
import type { Rule } from './types.ts';

const INSTRUCTIONS =
  /(?:^|\/)(?:AGENTS|CLAUDE|GEMINI|SKILL)\.md$|(?:^|\/)\.(?:cursorrules|windsurfrules|clinerules)$|(?:^|\/)\.(?:cursor|claude|gemini|codex)\/.+|(?:^|\/)\.github\/copilot-instructions\.md$|(?:^|\/)\.?mcp\.json$/;

/** Instructions for AI agents that travel with an artifact. */
export const agentFiles: Rule = {
  id: 'ai.agent-instructions',
  title: 'Instructions for an AI agent are part of it',
  grade: 'policy',
  why: 'An agent that works in this folder follows them as if its user had written them; an MCP file names programs it starts.',
  mayBeWrong:
    'They are there; whether any agent ever reads them is another question. Many projects publish theirs.',
  remedy: 'Read them, and leave them out of what you ship.',
  *run(model) {
    for (const { tree, layer, path, state } of entriesWhere(
      model,
      (table, i) => table.type(i) === 'f' && INSTRUCTIONS.test(table.path(i)),
    )) {
      yield {
        severity: 'low',
        source: tree.source,
        path,
        key: `${tree.id}\0${layer}`,
        title: `"${displayName(path)}" instructs AI agents.`,
        detail: state === 'removed' ? 'A later layer removed it.' : '',
        evidence: [{ label: 'file', value: path }],
      };
    }
  },
};
