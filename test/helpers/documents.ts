import { asObject, field, parseJson, type JsonValue } from '../../src/core/json.ts';
import { toJson } from '../../src/core/json-text.ts';
import { isDeepStrictEqual } from 'node:util';
import { changed, oldNamesOf } from '../../src/cli/old-names.ts';
import { commandOf, SCHEMA_NAMES, SCHEMAS, type SchemaName } from '../../src/cli/schemas/index.ts';

/**
 * Holds a document against its published schema, as it is printed: a field that is missing, of another
 * type or not documented fails the test that made the document.
 * @returns what a reader of the JSON gets.
 */
export function expectDocument(name: SchemaName, document: unknown): JsonValue {
  const printed = parseJson(typeof document === 'string' ? document : toJson(document));
  const result = SCHEMAS[name].schema.safeParse(withoutOldNames(name, printed));
  if (result.success) return printed;
  const issues = result.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new Error(`The document is not what \`llmcost schema ${name}\` says:\n${issues.join('\n')}`);
}

/** What is printed holds the names of 1.0 too, each with the value of the new one; the schemas know only these. */
function withoutOldNames(name: SchemaName, printed: JsonValue): unknown {
  if (typeof printed !== 'object' || printed === null) return printed;
  return oldNamesOf(commandOf(name)).reduce<object>((document, { at, names }) => {
    return changed(document, at === '' ? [] : at.split('.'), (object) => {
      const old = Object.keys(names).filter((before) => before in object);
      for (const before of old) {
        if (!isDeepStrictEqual(object[before], object[names[before] ?? '']))
          throw new Error(`${at}.${before} is not what ${names[before]} is`);
      }
      return Object.fromEntries(Object.entries(object).filter(([field]) => !old.includes(field)));
    });
  }, printed);
}

/** Commands whose argument may say which of several documents they print. */
const ACTIONS: Readonly<Record<string, string>> = { cache: 'status', config: 'show' };

function isSchema(name: string): boolean {
  return SCHEMA_NAMES.some((known) => known === name);
}

/** Holds what a command line printed against its schema, where it asked for JSON and got something. */
export function expectOutput(args: readonly string[], stdout: string): void {
  const formats = args.flatMap(
    (arg, at) => /^--format(?:=|$)(.*)/.exec(arg)?.[1] || (arg === '--format' ? (args[at + 1] ?? []) : []),
  );
  // The last one counts.
  const isJson = args.includes('--json') || formats.at(-1) === 'json';
  const [command = '', action] = args;
  if (command === 'tally' && args.includes('--each') && !stdout.startsWith('{\n')) {
    for (const line of stdout.trimEnd().split('\n')) if (line !== '') expectDocument('tally each', line);
    return;
  }
  const isHelp = args.includes('--help') || args.includes('-h');
  if (!isJson || stdout === '' || isHelp || (command === 'schema' && action !== '--json')) return;
  const document = asObject(parseJson(stdout));
  const isRefusal = document !== undefined && Object.keys(document).join() === 'error';
  if (isRefusal) return void expectDocument('error', stdout);
  if (command === 'tally' && args.includes('--dry-run')) return void expectDocument('tally dry run', stdout);
  if (command === 'estimate' && field(document, 'rows') !== undefined)
    return void expectDocument('estimate requests', stdout);
  const first = ACTIONS[command];
  // Flags may stand before the action; what is behind one of them may be its value.
  const at = args.findIndex((word, place) => place > 0 && isSchema(`${command} ${word}`));
  const before = args[at - 1] ?? '';
  if (first !== undefined && /^--[^=]+$/.test(before) && before !== '--json') return;
  const named = first === undefined ? command : `${command} ${args[at] ?? first}`;
  const name = SCHEMA_NAMES.find((known) => known === named);
  if (name === undefined)
    throw new Error(`llmcost ${named} --json has no schema: add it in src/cli/schemas/index.ts`);
  expectDocument(name, field(document, 'schemaVersion') === undefined ? {} : stdout);
}
