import { UsageError } from '../../../../core/errors.ts';
import { looksLikeMoment } from '../../../../core/dates.ts';
import { quoted } from '../../../../core/show-value.ts';
import { CURRENT, LOCKED, PREVIOUS } from '../../../../map/named.ts';
import { spec } from '../../diff/diff.ts';
import type { Tool } from '../tool.ts';

export const diffPrices: Tool = {
  title: 'What changed between two maps of prices',
  about:
    'Models that came and went, and prices that changed, between two cost maps of the history on this computer. ' +
    'Without names: the last change.',
  arguments: {
    before: {
      kind: 'text',
      about: 'The older map: a day such as 2026-05-24, or previous, current or lock (default previous)',
    },
    after: { kind: 'text', about: 'The newer map, likewise (default current)' },
    model: { kind: 'texts', about: 'Only these: names, or patterns such as gpt-5*' },
    provider: { kind: 'texts', about: 'Only of these providers' },
    pricesOnly: { kind: 'boolean', about: 'true: only prices of models that both maps have' },
    minChange: { kind: 'text', about: 'Leave out prices that changed by less, such as 10%' },
  },
  schema: 'diff',
  run({ flags, deps }) {
    const [before, after] = [nameOf(flags.text('before')), nameOf(flags.text('after'))];
    return spec.run([before ?? PREVIOUS, after ?? CURRENT], flags, deps);
  },
};

const WORDS: readonly string[] = [CURRENT, PREVIOUS, LOCKED];

/** The command takes files and addresses too: an agent must have neither read or fetched. */
function nameOf(name: string | undefined): string | undefined {
  if (name === undefined || WORDS.includes(name) || looksLikeMoment(name)) return name;
  throw new UsageError(
    `${quoted(name)} is no map of the history.`,
    `Give a day such as 2026-05-24, or ${WORDS.join(', ')}.`,
  );
}
