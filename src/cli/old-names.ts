/**
 * Names of fields that 1.0 had. Until 2.0 every document carries them beside the new ones, and the JSON
 * Schemas call them deprecated. Only what is printed has them: the documents themselves know the new names.
 */
import { isCommand, type CommandName } from './commands.ts';

/** Objects of a document, and the old name of some of their fields: the new name by the old one. */
export interface OldNames {
  /** `models[].source`; nothing for the document itself. */
  readonly at: string;
  readonly names: Readonly<Record<string, string>>;
}

const COUNT = { models: 'modelCount' };
const KEY = { key: 'model' };
const HEADLINE = { input: 'inputUsdPerUnit', output: 'outputUsdPerUnit', cacheRead: 'cacheReadUsdPerUnit' };

const at = (place: string, names: OldNames['names']): OldNames => ({ at: place, names });
const SOURCE = at('source', COUNT);
const ERROR = at('error.candidates[]', KEY);
const DIFF = [SOURCE, at('before', COUNT), at('after', COUNT)];

const BY_COMMAND: Readonly<Record<CommandName, readonly OldNames[]>> = {
  show: [
    SOURCE,
    at('headline', HEADLINE),
    at('similar[]', KEY),
    at('models[].source', COUNT),
    at('models[].headline', HEADLINE),
    at('models[].similar[]', KEY),
  ],
  estimate: [SOURCE, ERROR],
  tally: [SOURCE, ERROR],
  tokens: [],
  sql: [],
  why: [SOURCE],
  list: [SOURCE, at('models[]', KEY)],
  compare: [SOURCE, at('models[]', KEY), at('ranking[]', KEY)],
  offers: [SOURCE, at('offers[]', KEY)],
  providers: [SOURCE, at('providers[]', COUNT)],
  modes: [SOURCE, at('modes[]', COUNT)],
  doctor: [SOURCE, at('', COUNT), at('previous', COUNT), at('findings[].neighbours[]', KEY)],
  review: [SOURCE],
  lifecycle: [SOURCE, at('', COUNT), at('findings[].alternatives[]', KEY)],
  site: [],
  sync: [SOURCE, at('', COUNT), at('previous', COUNT)],
  diff: DIFF,
  history: [SOURCE],
  lock: [SOURCE, ...DIFF.map(({ at: place, names }) => at(`diff.${place}`, names))],
  import: [SOURCE, at('', COUNT)],
  validate: [SOURCE, at('', COUNT), at('modes[]', COUNT)],
  cache: [SOURCE, at('current', COUNT)],
  config: [SOURCE],
  mcp: [],
  schema: [],
  completion: [],
};

/** The old names in the documents of a command; `error` for those of failures. */
export function oldNamesOf(command: string): readonly OldNames[] {
  return isCommand(command) ? BY_COMMAND[command] : [ERROR];
}

/** The document with the old names beside the new ones. */
export function withOldNames(command: string, document: object): object {
  let copy: object = document;
  for (const { at: place, names } of oldNamesOf(command)) {
    copy = changed(copy, place === '' ? [] : place.split('.'), (object) => {
      const old = Object.entries(names).map(([before, now]) => [before, object[now]]);
      return { ...object, ...Object.fromEntries(old) };
    });
  }
  return copy;
}

type Fields = Readonly<Record<string, unknown>>;

/** A copy in which the objects at a place are changed; without a change where the place is not there. */
export function changed(value: object, path: readonly string[], change: (object: Fields) => Fields): object {
  if (!isFields(value)) return value;
  const [step, ...rest] = path;
  if (step === undefined) return change(value);
  const within = (inner: unknown): unknown => (isFields(inner) ? changed(inner, rest, change) : inner);
  const name = step.replace(/\[\]$/, '');
  const inner = value[name];
  if (step === name) return isFields(inner) ? { ...value, [name]: within(inner) } : value;
  return Array.isArray(inner) ? { ...value, [name]: inner.map(within) } : value;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
