/** What a tool answers: the document of the command, and the text that the command prints. */
import type { ErrorReport } from '../../../core/errors.ts';
import type { Outcome } from '../../command.ts';
import { PLAIN_STYLE } from '../../render/style.ts';
import { printable } from '../../render/text.ts';
import type { CallToolResult } from './sdk.ts';
import { bounded, boundedText } from './bounds.ts';

/** A refusal, such as a price that is missing, is part of the document: the call itself has succeeded. */
export async function resultOf({ document, text, warnings = [] }: Outcome): Promise<CallToolResult> {
  const said = warnings.map(({ message }) => `${printable(message)}\n`);
  const whole = [await text(PLAIN_STYLE), ...(said.length === 0 ? [] : ['\n', ...said])].join('');
  return {
    content: [{ type: 'text', text: boundedText(whole) }],
    structuredContent: { ...bounded(document) },
  };
}

/** The sentences of an error. A name that several models have is an answer: it is for the agent to choose. */
export function errorResult(report: ErrorReport): CallToolResult {
  const { code, message, hint, candidates = [] } = report;
  const lines = [
    message,
    ...(hint === null ? [] : [hint]),
    ...candidates.map(({ model, price }) => `- ${model}  ${price}`),
  ];
  return {
    content: [{ type: 'text', text: `${lines.map(printable).join('\n')}\n` }],
    structuredContent: { error: report },
    ...(code === 'MODEL_AMBIGUOUS' ? {} : { isError: true }),
  };
}
