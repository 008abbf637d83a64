import { tokens } from './document.ts';
import { UsageError } from '../../../core/errors.ts';
import { ENCODING_NAMES } from '../../../tokens/bpe/encodings.ts';
import { addPromptFlags, promptOptions, sendsPrompt } from '../../flags/prompt-flags.ts';
import type { CommandSpec } from '../../command.ts';
import { addFormatFlags } from '../../flags/map-flags.ts';
import { renderTokens, tokensCsv, tokensMarkdown } from './render.ts';

export const spec: CommandSpec = {
  args: '[file...]',
  about:
    'How many tokens a text, a chat or a picture is: exact for OpenAI, an estimate with a range for others.',
  examples: [
    'llmcost tokens prompt.md',
    'llmcost tokens chat.json --model claude-sonnet-4-5',
    'llmcost tokens prompts/ --each-file --model gpt-4o',
    'git diff | llmcost tokens - --json',
  ],
  flags(command) {
    command
      .option('--model <name>', 'in the tokens of this model (default: o200k_base, as of gpt-4o and later)')
      .option('--encoding <name>', ENCODING_NAMES.join(', '))
      .option('--each-file', 'the count of each file, and of each line of a batch')
      .option('--strict', 'exit 4 on an estimate');
    addPromptFlags(command);
    addFormatFlags(command);
  },
  async run(paths, flags, deps) {
    const prompt = promptOptions(paths, flags);
    if (!sendsPrompt(prompt)) {
      throw new UsageError(
        'Nothing is given to count.',
        'Name a file, - for standard input, or write: llmcost tokens --text "…"',
      );
    }
    const model = flags.text('model');
    const encoding = flags.choice('encoding', ENCODING_NAMES);
    if ([model, encoding, prompt.tokenizer].filter((each) => each !== undefined).length > 1) {
      throw new UsageError(
        '--model, --encoding and --tokenizer each say in which tokens to count.',
        'Give one of them.',
      );
    }
    const document = await tokens(
      { ...prompt, model, encoding, eachFile: flags.yes('eachFile'), strict: flags.yes('strict') },
      deps,
    );
    return {
      document,
      text: (style) => renderTokens(document, style),
      formats: { csv: () => tokensCsv(document), markdown: () => tokensMarkdown(document) },
      warnings: document.warnings,
      paged: true,
    };
  },
};
