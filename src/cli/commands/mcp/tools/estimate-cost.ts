import { Readable } from 'node:stream';
import { estimate, noticesOf } from '../../estimate/document.ts';
import { renderEstimate } from '../../estimate/render.ts';
import { mapOptions } from '../../../flags/map-flags.ts';
import { jobOptions } from '../../../flags/usage-flags.ts';
import type { Tool } from '../tool.ts';
import { JOB_ARGUMENTS } from './shared.ts';

export const estimateCost: Tool = {
  title: 'What a job costs',
  about:
    'The cost of one request, or of many, at one model, line by line with the rate and the field of the map behind ' +
    'it. Give counts, or the usage object of a response. Where a price is missing the state is partial or unknown, ' +
    'and the total leaves something out: say so.',
  arguments: {
    model: { kind: 'text', about: 'A name such as gpt-4o; not needed where the usage object names one' },
    ...JOB_ARGUMENTS,
    usageObject: {
      kind: 'object',
      about: 'Instead of counts: the usage object of a response of any provider, as it came',
    },
    tiers: { kind: 'boolean', about: 'true: the same job at every service tier' },
    budget: { kind: 'number', about: 'USD to spend: how many such requests it buys' },
  },
  schema: 'estimate',
  async run({ flags, deps }) {
    const usage = flags.text('usageObject');
    // Read as `--usage -` is: by the same rules, and from no file.
    const given = usage === undefined ? deps : { ...deps, stdin: () => Readable.from([usage]) };
    const { document, exitCode } = await estimate(
      {
        ...jobOptions(flags),
        usageFile: usage === undefined ? undefined : '-',
        model: flags.text('model'),
        requests: flags.count('requests'),
        budgetUsd: flags.usd('budget'),
        tiers: flags.yes('tiers'),
        strict: false,
        allowPartial: false,
        load: mapOptions(flags),
      },
      given,
    );
    return {
      document,
      exitCode,
      text: (style) => renderEstimate(document, { explain: true }, style),
      warnings: noticesOf(document),
    };
  },
};
