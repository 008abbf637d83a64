import { asList, asObject, asText, field, type JsonObject } from '../core/json.ts';

/**
 * The files of the project that had a say in an answer and that its text does not name: whoever runs a
 * command in a directory of somebody else's must see that it is not the map alone that answers.
 */
export function projectFilesNotice(document: object, text: string): readonly { readonly message: string }[] {
  const files = [...new Set(documentsIn(document).flatMap(filesOf))].filter((path) => !text.includes(path));
  return files.length === 0 ? [] : [{ message: `Project files in use: ${files.join(', ')}` }];
}

/** A document, and those of several models that it may hold. */
function documentsIn(document: object): readonly JsonObject[] {
  const whole = asObject(document);
  const models = asList(field(whole, 'models')).map((model) => asObject(model));
  return [whole, ...models].filter((each) => each !== undefined);
}

function filesOf(document: JsonObject): readonly string[] {
  return ['source', 'before', 'after']
    .flatMap((name) => asList(field(asObject(field(document, name)), 'projectFiles')))
    .flatMap((path) => asText(path) ?? []);
}
