/** The door of the package @huggingface/tokenizers, loaded where a user names a tokenizer.json. */
export { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
