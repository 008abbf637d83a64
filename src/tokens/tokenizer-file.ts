import { readUserJson } from '../core/data-files.ts';
import { reasonOf, UsageError } from '../core/errors.ts';
import { isJsonObject } from '../core/json.ts';
import { TextStream } from './bpe/counter.ts';
import type { Tokenizer } from './tokenizer.ts';

/**
 * A tokenizer of an open model, as Hugging Face keeps it: exact for that model. A long text is counted in blocks, each
 * by itself: where two of them meet the count may be a token off.
 * @throws UsageError for a file that is no tokenizer.json.
 */
export async function readTokenizer(path: string, name: string): Promise<Tokenizer> {
  const json = readUserJson(path, '--tokenizer names a file');
  if (!isJsonObject(json) || !isJsonObject(json['model']))
    throw noTokenizer(name, 'it has no `model`', undefined);
  const { HuggingFaceTokenizer } = await import('./huggingface.ts');
  const count = countWith(() => new HuggingFaceTokenizer(json, {}), name);
  return {
    encoding: name,
    factor: null,
    source: `the tokenizer in ${name}`,
    count,
    stream: () => new TextStream(count),
  };
}

interface Encoder {
  readonly encode: (
    text: string,
    options: { readonly add_special_tokens: boolean },
  ) => { readonly ids: ArrayLike<number> };
}

function countWith(make: () => Encoder, name: string): (text: string) => number {
  try {
    const tokenizer = make();
    return (text) => tokenizer.encode(text, { add_special_tokens: false }).ids.length;
  } catch (error) {
    throw noTokenizer(name, reasonOf(error), error);
  }
}

function noTokenizer(name: string, reason: string, cause: unknown): UsageError {
  return new UsageError(
    `--tokenizer names a file that is no tokenizer: ${name} (${reason}).`,
    "Name a model's tokenizer.json, as Hugging Face has it.",
    { cause },
  );
}
