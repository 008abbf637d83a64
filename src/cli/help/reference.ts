/** The reference in Markdown, from the same words as the help. */
import { COMMANDS, isCommand } from '../commands.ts';
import { commandHelp, type CommandHelp } from './help-text.ts';
import { TOPIC_NAMES, TOPICS, topicTable } from './topics.ts';

/** `src/cli/README.md`: every flag of every command, and what holds for all of them. */
export function reference(helps: readonly CommandHelp[]): string {
  const contents = helps.map(({ name }) => `[${name}](#llmcost-${name})`).join(', ');
  return `${[
    '# Every command and flag',
    'Made from the words of `llmcost help`. `LLMCOST_WRITE_DOCS=1 npm test` writes it anew.',
    contents,
    ...helps.map(commandSection),
    ...TOPIC_NAMES.map((name) => `## ${sentenceCase(TOPICS[name].summary)}\n\n${topicTable(name)}`),
  ].join('\n\n')}\n`;
}

function commandSection(help: CommandHelp): string {
  const summary = isCommand(help.name) ? COMMANDS[help.name].summary : '';
  return `## llmcost ${help.name}\n\n${sentenceCase(summary)}.\n\n\`\`\`text\n${commandHelp(help, true)}\`\`\``;
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
