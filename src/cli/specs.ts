import type { Spec } from './command.ts';
import type { CommandName } from './commands.ts';

/**
 * Loads the flags of each command. For the build and the tests, which look at all of them: a run loads
 * the bundle of one command.
 */
export const SPECS: Readonly<Record<CommandName, () => Promise<Spec>>> = {
  show: async () => (await import('./commands/show/show.ts')).spec,
  estimate: async () => (await import('./commands/estimate/estimate.ts')).spec,
  tally: async () => (await import('./commands/tally/tally.ts')).spec,
  tokens: async () => (await import('./commands/tokens/tokens.ts')).spec,
  sql: async () => (await import('./commands/sql/sql.ts')).spec,
  why: async () => (await import('./commands/why/why.ts')).spec,
  list: async () => (await import('./commands/list/list.ts')).spec,
  compare: async () => (await import('./commands/compare/compare.ts')).spec,
  offers: async () => (await import('./commands/offers/offers.ts')).spec,
  providers: async () => (await import('./commands/providers/providers.ts')).spec,
  modes: async () => (await import('./commands/modes/modes.ts')).spec,
  doctor: async () => (await import('./commands/doctor/doctor.ts')).spec,
  review: async () => (await import('./commands/review/review.ts')).spec,
  lifecycle: async () => (await import('./commands/lifecycle/lifecycle.ts')).spec,
  site: async () => (await import('./commands/site/site.ts')).spec,
  sync: async () => (await import('./commands/sync/sync.ts')).spec,
  diff: async () => (await import('./commands/diff/diff.ts')).spec,
  history: async () => (await import('./commands/history/history.ts')).spec,
  lock: async () => (await import('./commands/lock/lock.ts')).spec,
  import: async () => (await import('./commands/import/import.ts')).spec,
  validate: async () => (await import('./commands/validate/validate.ts')).spec,
  cache: async () => (await import('./commands/cache/cache.ts')).spec,
  config: async () => (await import('./commands/config/config.ts')).spec,
  mcp: async () => (await import('./commands/mcp/mcp.ts')).spec,
  schema: async () => (await import('./commands/schema/schema.ts')).spec,
  completion: async () => (await import('./commands/completion/completion.ts')).spec,
};
