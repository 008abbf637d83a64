/** The manual page, in the language of man(7), from the same words as the help. */
import { COMMANDS, isCommand } from '../commands.ts';
import { TOPIC_NAMES, TOPICS, type Topic, type TopicName } from './topics.ts';
import { INTRO, START, type CommandHelp, type HelpGroup } from './help-text.ts';

/** The page of the whole program: every command with every flag. */
export function manual(helps: readonly CommandHelp[], version: string): string {
  return [
    `.TH LLMCOST 1 "" "llmcost ${roff(version)}" "User Commands"`,
    '.SH NAME',
    'llmcost \\- what a language or image model costs, and what a job on it costs',
    '.SH SYNOPSIS',
    '.B llmcost',
    '.I command',
    '.RI [ flags ]',
    '.SH DESCRIPTION',
    text(INTRO),
    '.SH EXAMPLES',
    ...START.flatMap(([example, about]) => ['.TP', `.B ${roff(example)}`, text(about)]),
    '.SH COMMANDS',
    ...helps.flatMap(commandSection),
    ...TOPIC_NAMES.toReversed().flatMap(topicSection),
    '',
  ].join('\n');
}

function topicSection(name: TopicName): readonly string[] {
  const { section, rows }: Topic = TOPICS[name];
  return [`.SH ${section}`, ...rows.flatMap(([key, meaning]) => pair([key, meaning.replaceAll('`', '')]))];
}

function commandSection({ name, args, about, examples, groups }: CommandHelp): readonly string[] {
  const summary = isCommand(name) ? COMMANDS[name].summary : '';
  return [
    `.SS "llmcost ${roff(name)}${args === '' ? '' : ` ${roff(args)}`} \\- ${roff(summary)}"`,
    text(about),
    ...groups.flatMap(flagGroup),
    '.PP',
    'Examples:',
    '.PP',
    '.nf',
    '.RS',
    ...examples.map(text),
    '.RE',
    '.fi',
  ];
}

function flagGroup({ title, flags }: HelpGroup): readonly string[] {
  return ['.PP', text(`${title}:`), ...flags.flatMap(({ flags, description }) => pair([flags, description]))];
}

function pair([name, about]: readonly [string, string]): readonly string[] {
  return ['.TP', `.B ${roff(name)}`, text(about)];
}

/** A line of text: a dot or a quote at its beginning would be a command. */
function text(line: string): string {
  return /^[.']/.test(line) ? `\\&${roff(line)}` : roff(line);
}

/** Characters that troff would take for its own, and those beyond ASCII. */
function roff(words: string): string {
  return words
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('"', '\\(dq')
    .replaceAll("'", '\\(aq')
    .replaceAll('`', '\\(ga')
    .replaceAll('^', '\\(ha')
    .replaceAll('~', '\\(ti')
    .replaceAll('…', '...')
    .replaceAll('×', '\\(mu')
    .replaceAll('€', '\\(Eu');
}
