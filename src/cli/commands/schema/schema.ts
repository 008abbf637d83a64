import { schemaList, schemaOf, type SchemaListDocument } from './document.ts';
import { toJson } from '../../../core/json-text.ts';
import type { CommandSpec } from '../../command.ts';

export const spec: CommandSpec = {
  args: '[name...]',
  about:
    'The JSON Schema of what a command prints with --json, or of a file of yours; without a name, all names.',
  examples: [
    'llmcost schema',
    'llmcost schema estimate',
    'llmcost schema cache status',
    'llmcost schema config',
  ],
  flags() {},
  async run(words, _flags, deps) {
    if (words.length === 0) {
      const document = schemaList(deps);
      return { document, text: () => renderSchemaList(document) };
    }
    const document = schemaOf(words.join(' '), deps);
    return { document, text: () => toJson(document) };
  },
};

/** One name a line, and what it is of. */
export function renderSchemaList({ schemas }: SchemaListDocument): string {
  const width = Math.max(0, ...schemas.map(({ name }) => name.length));
  return schemas.map(({ name, about }) => `${name.padEnd(width)}  ${about}\n`).join('');
}
