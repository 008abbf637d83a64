/** A command as the list of commands shows it. Its flags stand in its own folder, and are loaded when it runs. */
export interface CommandEntry {
  readonly group: string;
  readonly summary: string;
}

/** Every command, in the order in which the help lists them. */
export const COMMANDS = {
  show: { group: 'Prices', summary: 'what a model costs' },
  estimate: { group: 'Prices', summary: 'what a job costs' },
  tally: { group: 'Prices', summary: 'what usage logs cost' },
  tokens: { group: 'Prices', summary: 'how many tokens a text, a chat or a picture is' },
  sql: { group: 'Prices', summary: 'the prices as SQL, for usage that is kept in a database' },
  why: { group: 'Prices', summary: 'why this rate and not that one' },
  list: { group: 'Choosing', summary: 'find models: search, filter, sort' },
  compare: { group: 'Choosing', summary: 'models side by side, and a job at each' },
  offers: { group: 'Choosing', summary: 'one model at everybody who sells it' },
  providers: { group: 'Choosing', summary: 'who is in the map, and with how much' },
  modes: { group: 'Choosing', summary: 'what kinds of work the map has models for' },
  doctor: { group: 'Trust', summary: 'look for mistakes in the map' },
  review: { group: 'Trust', summary: "keep a person's check of a model's prices" },
  lifecycle: { group: 'Choosing', summary: 'which models in your files are deprecated, renamed or gone' },
  site: { group: 'Choosing', summary: 'a web page for each model, and a search over all of them' },
  sync: { group: 'The map', summary: 'fetch the newest cost map now' },
  diff: { group: 'The map', summary: 'what changed between two maps' },
  history: { group: 'The map', summary: 'what a model has cost, by date' },
  lock: { group: 'The map', summary: "pin a project's map, so that its totals cannot move" },
  import: { group: 'The map', summary: 'add an older map that you have to the history' },
  validate: { group: 'The map', summary: 'check a cost map, entry by entry' },
  cache: { group: 'The map', summary: 'where the map is kept, how old it is, and how to clear it' },
  config: {
    group: 'Yours',
    summary: 'your own settings, and what is wrong with them',
  },
  mcp: { group: 'Yours', summary: 'the same answers as tools for an agent (Model Context Protocol)' },
  schema: { group: 'Yours', summary: 'the JSON Schema of what a command prints with --json' },
  completion: { group: 'Yours', summary: 'teach your shell to complete commands, flags and models' },
} as const satisfies Readonly<Record<string, CommandEntry>>;

export type CommandName = keyof typeof COMMANDS;

export function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

/** In the order in which the help lists them. */
export const COMMAND_NAMES: readonly CommandName[] = Object.keys(COMMANDS).filter(isCommand);
