import { doctor } from './document.ts';
import { SEVERITIES } from '../../../doctor/finding.ts';
import { doctorCsv, doctorMarkdown, renderDoctor } from './render.ts';
import { withProgress } from '../../terminal/progress.ts';
import type { CommandSpec } from '../../command.ts';
import { addFormatFlags, addMapFlags, mapOptions } from '../../flags/map-flags.ts';

export const spec: CommandSpec = {
  args: '[models...]',
  about:
    'Look for mistakes in the map: prices that can hardly be right, prices that got lost, and what contradicts them.',
  examples: [
    'llmcost doctor',
    'llmcost doctor gpt-image-2 chatgpt-image-latest',
    'llmcost doctor --severity warning --provider openai --format markdown',
    'llmcost doctor --previous older-map.json --rule lost-field --exit-code',
  ],
  flags(command) {
    command
      .option('--rule <ids>', 'these rules only')
      .option('--severity <level>', `this one and graver: ${SEVERITIES.join(', ')}`)
      .option('--provider <names>', 'models of these providers only')
      .option(
        '--previous <file|url>',
        'the map to hold it against (default: the one before it in the history)',
      )
      .option('--cross-check', 'hold the prices against @pydantic/genai-prices, which must be installed')
      .option('--all', 'every finding, also of long lists of lesser ones')
      .option('--exit-code', 'exit 1 when something is found');
    addFormatFlags(command);
    addMapFlags(command);
  },
  async run(models, flags, deps) {
    const rules = flags.list('rule');
    const severity = flags.choice('severity', SEVERITIES);
    const options = {
      models,
      rules,
      severity: severity ?? 'info',
      providers: flags.list('provider'),
      previous: flags.text('previous'),
      crossCheck: flags.yes('crossCheck'),
      load: mapOptions(flags),
    } as const;
    const task = { title: 'Looking at the map', noun: 'models', total: null };
    const document = await withProgress(deps, task, ({ show }) => {
      return doctor({ ...options, onModel: show }, deps);
    });
    const all = flags.yes('all') || rules.length > 0 || models.length > 0 || severity === 'info';
    return {
      document,
      text: (style) => renderDoctor(document, { all }, style),
      formats: { csv: () => doctorCsv(document), markdown: () => doctorMarkdown(document) },
      paged: true,
      warnings: document.warnings,
      exitCode: flags.yes('exitCode') && document.findings.length > 0 ? 1 : 0,
    };
  },
};
