import { importMap } from './document.ts';
import { UsageError } from '../../../core/errors.ts';
import { renderImport } from './render.ts';
import { FETCHING, onFetch, withProgress } from '../../terminal/progress.ts';
import type { CommandSpec } from '../../command.ts';

export const spec: CommandSpec = {
  args: '[file]',
  about:
    'Adds an older map that you have to the history, so that --as-of, diff and history reach back to it.',
  examples: [
    'llmcost import model_prices.json --date 2026-05-24',
    'llmcost import model_prices.json.gz --date 2026-05-24T10:00Z',
  ],
  flags(command) {
    command
      .option('--date <date>', 'from when on it was the published map (UTC)')
      .option('--map <url>', 'join the history of another address than LLMCOST_MAP_URL')
      .option('--offline', 'open no socket');
  },
  async run([file], flags, deps) {
    if (file === undefined) {
      throw new UsageError('No file is given.', 'Write: llmcost import FILE --date 2026-05-24');
    }
    const options = { date: flags.text('date'), map: flags.text('map'), offline: flags.yes('offline') };
    const document = await withProgress(deps, FETCHING, (progress) => {
      return importMap({ ...options, file, onProgress: onFetch(progress) }, deps);
    });
    return { document, text: (style) => renderImport(document, style), warnings: document.warnings };
  },
};
