/** The manual page, in the language of man(7), from the same words as the help. */
import { COMMANDS, isCommand } from '../commands.ts';
import { INTRO, START, type CommandHelp, type HelpGroup } from './help-text.ts';

/** What a command reads beside its arguments. */
const FILES: readonly (readonly [string, string])[] = [
  ['llmcost.config.json', 'Settings of a project, looked for from the working directory upward.'],
  ['config.json', 'Your own settings, in the config directory that "llmcost config path" names.'],
  ['llmcost.lock.json', 'The map that a project is pinned to.'],
];

const VARIABLES: readonly (readonly [string, string])[] = [
  ['LLMCOST_MAP_URL', 'The map: a URL or a file. LITELLM_MODEL_COST_MAP_URL counts where it is not set.'],
  ['LLMCOST_OFFLINE', '1: open no socket.'],
  ['LLMCOST_CACHE_DIR', 'Where maps are kept.'],
  ['LLMCOST_CONFIG_DIR', 'Where your own settings lie.'],
  ['LLMCOST_CONFIG', 'A file of settings instead of those that are looked for, or none.'],
  ['LLMCOST_SCORES', 'A file of coding scores instead of the one that comes along.'],
  ['LLMCOST_IMAGE_TOKENS', 'A file of the tokens of images instead of the one that comes along.'],
  ['NO_COLOR, FORCE_COLOR', 'No colours; colours even where no terminal is.'],
  ['HTTPS_PROXY, NO_PROXY', 'As other programs read them.'],
];

const EXIT_STATUS: readonly (readonly [string, string])[] = [
  ['0', 'Answered; warnings are allowed.'],
  ['1', 'A bug; also what sync --check, diff --exit-code and doctor --exit-code report.'],
  ['2', 'Wrong usage or bad input.'],
  ['3', 'No such model, or an ambiguous one.'],
  [
    '4',
    'A price is missing, --strict refused an assumption, a budget is exceeded, or a model is deprecated.',
  ],
  ['5', 'The map could not be had and there is no usable copy.'],
  ['6', 'The map is broken.'],
];

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
    '.SH FILES',
    ...FILES.flatMap(pair),
    '.SH ENVIRONMENT',
    ...VARIABLES.flatMap(pair),
    '.SH EXIT STATUS',
    ...EXIT_STATUS.flatMap(pair),
    '',
  ].join('\n');
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
