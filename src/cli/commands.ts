import type { Spec } from './command.ts';

/** A command as the list of commands shows it; its flags are loaded when it is called. */
export interface CommandEntry {
  readonly group: string;
  readonly summary: string;
  readonly load: () => Promise<Spec>;
}

/** Every command, in the order in which the help lists them. */
export const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  show: {
    group: 'Prices',
    summary: 'what a model costs',
    load: async () => (await import('./commands/show/show.ts')).spec,
  },
  estimate: {
    group: 'Prices',
    summary: 'what a job costs',
    load: async () => (await import('./commands/estimate/estimate.ts')).spec,
  },
  tally: {
    group: 'Prices',
    summary: 'what usage logs cost',
    load: async () => (await import('./commands/tally/tally.ts')).spec,
  },
  why: {
    group: 'Prices',
    summary: 'why this rate and not that one',
    load: async () => (await import('./commands/why/why.ts')).spec,
  },
  list: {
    group: 'Choosing',
    summary: 'find models: search, filter, sort',
    load: async () => (await import('./commands/list/list.ts')).spec,
  },
  compare: {
    group: 'Choosing',
    summary: 'models side by side, and a job at each',
    load: async () => (await import('./commands/compare/compare.ts')).spec,
  },
  offers: {
    group: 'Choosing',
    summary: 'one model at everybody who sells it',
    load: async () => (await import('./commands/offers/offers.ts')).spec,
  },
  providers: {
    group: 'Choosing',
    summary: 'who is in the map, and with how much',
    load: async () => (await import('./commands/providers/providers.ts')).spec,
  },
  modes: {
    group: 'Choosing',
    summary: 'what kinds of work the map has models for',
    load: async () => (await import('./commands/modes/modes.ts')).spec,
  },
  doctor: {
    group: 'Trust',
    summary: 'look for mistakes in the map',
    load: async () => (await import('./commands/doctor/doctor.ts')).spec,
  },
  review: {
    group: 'Trust',
    summary: "keep a person's check of a model's prices",
    load: async () => (await import('./commands/review/review.ts')).spec,
  },
  lifecycle: {
    group: 'Choosing',
    summary: 'which models in your files are deprecated, renamed or gone',
    load: async () => (await import('./commands/lifecycle/lifecycle.ts')).spec,
  },
  sync: {
    group: 'The map',
    summary: 'fetch the newest cost map now',
    load: async () => (await import('./commands/sync/sync.ts')).spec,
  },
  diff: {
    group: 'The map',
    summary: 'what changed between two maps',
    load: async () => (await import('./commands/diff/diff.ts')).spec,
  },
  history: {
    group: 'The map',
    summary: 'what a model has cost, by date',
    load: async () => (await import('./commands/history/history.ts')).spec,
  },
  lock: {
    group: 'The map',
    summary: "pin a project's map, so that its totals cannot move",
    load: async () => (await import('./commands/lock/lock.ts')).spec,
  },
  import: {
    group: 'The map',
    summary: 'add an older map that you have to the history',
    load: async () => (await import('./commands/import/import.ts')).spec,
  },
  validate: {
    group: 'The map',
    summary: 'check a cost map, entry by entry',
    load: async () => (await import('./commands/validate/validate.ts')).spec,
  },
  cache: {
    group: 'The map',
    summary: 'where the map is kept, how old it is, and how to clear it',
    load: async () => (await import('./commands/cache/cache.ts')).spec,
  },
  config: {
    group: 'Yours',
    summary: 'your own settings: which are in force, where, and what is wrong with them',
    load: async () => (await import('./commands/config/config.ts')).spec,
  },
  schema: {
    group: 'Yours',
    summary: 'the JSON Schema of what a command prints with --json',
    load: async () => (await import('./commands/schema/schema.ts')).spec,
  },
  completion: {
    group: 'Yours',
    summary: 'teach your shell to complete commands, flags and models',
    load: async () => (await import('./commands/completion/completion.ts')).spec,
  },
};
