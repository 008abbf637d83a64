import { cacheClear, cachePath, cachePrune, cacheStatus } from './document.ts';
import { UsageError } from '../../../core/errors.ts';
import { renderCacheClear, renderCachePath, renderCachePrune, renderCacheStatus } from './render.ts';
import type { CommandSpec } from '../../command.ts';

const ACTIONS = ['status', 'path', 'clear', 'prune'] as const;

export const spec: CommandSpec = {
  args: '[action]',
  choices: ACTIONS,
  about:
    'Where the map is kept and how old it is (status), the directory alone (path), and tidying up (clear, prune).',
  examples: ['llmcost cache', 'llmcost cache path', 'llmcost cache prune --keep 10', 'llmcost cache clear'],
  flags(command) {
    command.option('--keep <n>', 'with prune: how many snapshots to keep');
  },
  async run([action = 'status'], flags, deps) {
    switch (ACTIONS.find((name) => name === action)) {
      case 'status': {
        const document = await cacheStatus(deps);
        return { document, text: (style) => renderCacheStatus(document, style), warnings: document.warnings };
      }
      case 'path': {
        const document = cachePath(deps);
        return { document, text: () => renderCachePath(document) };
      }
      case 'clear': {
        const document = await cacheClear(deps);
        return { document, text: () => renderCacheClear(document) };
      }
      case 'prune': {
        const document = await cachePrune({ keep: flags.count('keep') }, deps);
        return { document, text: () => renderCachePrune(document) };
      }
      default:
        throw new UsageError(`cache cannot "${action}".`, `Choose one of ${ACTIONS.join(', ')}.`);
    }
  },
};
