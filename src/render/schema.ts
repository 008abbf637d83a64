import type { SchemaListDocument } from '../cli/commands/schema/document.ts';

/** One name a line, and what it is of. */
export function renderSchemaList({ schemas }: SchemaListDocument): string {
  const width = Math.max(0, ...schemas.map(({ name }) => name.length));
  return schemas.map(({ name, about }) => `${name.padEnd(width)}  ${about}\n`).join('');
}
