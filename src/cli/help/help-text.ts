/**
 * The help, as text of at most 80 columns: examples first, flags in groups. A command's help fits a
 * screen; where its flags are too many for that, the groups that people know least need of are told by
 * name alone, and `llmcost help <command> --all` explains every flag.
 */
import { COMMANDS } from '../commands.ts';
import { columns, wrapped } from './columns.ts';
import { TOPIC_NAMES, TOPICS } from './topics.ts';

/** A flag as help tells it. */
export interface HelpFlag {
  /** `--input <n>`, `-h, --help`. */
  readonly flags: string;
  readonly description: string;
}

/** Flags under one heading. */
export interface HelpGroup {
  /** `Map` */
  readonly title: string;
  readonly flags: readonly HelpFlag[];
}

/** What is told about a command. */
export interface CommandHelp {
  readonly name: string;
  /** `<model...>` */
  readonly args: string;
  readonly about: string;
  readonly examples: readonly string[];
  readonly groups: readonly HelpGroup[];
}

/** A terminal of 24 lines shows half of it, one of 50 all. */
const SCREEN_LINES = 45;

export const INTRO =
  'What a language or image model costs, what a job on it costs, and where each figure came from.';

/** Groups that are shortened first where a help is too long; all others follow from the last to the first. */
const SHORTENED_FIRST = [
  'Map',
  'Parts of the input, in tokens',
  'Parts of the output, in tokens',
  'Other units of one request',
  'Output',
];

/** A command's help. `all` explains every flag, however long that gets. */
export function commandHelp(help: CommandHelp, all = false): string {
  const shortened = new Set<string>();
  const isTooLong = () => commandLines(help, shortened).length > SCREEN_LINES;
  const titles = [...SHORTENED_FIRST, ...help.groups.map(({ title }) => title).toReversed()];
  for (const title of titles) if (!all && isTooLong()) shortened.add(title);
  // The last one may have made more room than was wanted.
  for (const title of [...shortened].toReversed()) {
    shortened.delete(title);
    if (!all && isTooLong()) shortened.add(title);
  }
  return `${commandLines(help, shortened).join('\n')}\n`;
}

function commandLines(help: CommandHelp, shortened: ReadonlySet<string>): readonly string[] {
  const { name, args, about, examples, groups } = help;
  const isShort = ({ title }: HelpGroup) => shortened.has(title);
  return [
    ...wrapped(about),
    '',
    'Examples:',
    ...examples.map((example) => `  ${example}`),
    '',
    `Usage: llmcost ${name}${args === '' ? '' : ` ${args}`} [flags]`,
    ...groups.flatMap((group, index) => {
      const before = groups[index - 1];
      const isBlock = isShort(group) && before !== undefined && isShort(before);
      return [...(isBlock ? [] : ['']), ...(isShort(group) ? shortGroup(group) : groupLines(group))];
    }),
    ...(groups.some(isShort) ? ['', `Every flag explained: llmcost help ${name} --all`] : []),
  ];
}

function groupLines({ title, flags }: HelpGroup): readonly string[] {
  return [`${title}:`, ...columns(flags.map(({ flags, description }) => [flags, description]))];
}

/** The names alone, over as few lines as it takes; that a value is a count need not be said. */
function shortGroup({ title, flags }: HelpGroup): readonly string[] {
  const names = flags.map((flag) => flag.flags.replace(' <n>', '').replaceAll(' ', '\u00A0'));
  return [`${title}:`, ...wrapped(names.join(', '), '  ').map((line) => line.replaceAll('\u00A0', ' '))];
}

/** Every command, by group. */
export function rootHelp(): string {
  const groups = new Map<string, (readonly [string, string])[]>();
  for (const [name, { group, summary }] of Object.entries(COMMANDS)) {
    groups.set(group, [...(groups.get(group) ?? []), [name, summary]]);
  }
  groups.set('Help', [
    ['help [command]', 'explain a command; --all for every flag of it'],
    ...TOPIC_NAMES.map((name) => [`help ${name}`, TOPICS[name].summary] as const),
    ['--version', 'print the version'],
  ]);
  const widest = Math.max(...[...groups.values()].flat().map(([name]) => name.length));
  return [
    ...wrapped(INTRO),
    '',
    'Examples:',
    ...START.map(([example]) => `  ${example}`),
    '',
    'Usage: llmcost <command> [flags]',
    ...[...groups].flatMap(([group, rows]) => ['', `${group}:`, ...columns(rows, widest)]),
    '',
  ].join('\n');
}

/** Where to start, and what comes of it. */
export const START = [
  ['llmcost show gpt-4o', 'every price of a model'],
  ['llmcost estimate gpt-4o --input 12k --output 800', 'what a job costs'],
  ['llmcost list sonnet --sort input', 'models by name and price'],
  ['llmcost compare gpt-4o claude-sonnet-4-5', 'models side by side'],
] as const;

/** What the bare command says. */
export function startHelp(): string {
  return [
    ...wrapped(INTRO),
    '',
    'Start with:',
    ...columns(START),
    '',
    'All commands: llmcost --help. One of them: llmcost help estimate.',
    '',
  ].join('\n');
}
