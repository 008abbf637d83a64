import { configAllow } from './allow.ts';
import { configCheck, configPath, configShow } from './document.ts';
import { EXIT_CODES, UsageError } from '../../../core/errors.ts';
import { renderConfigAllow, renderConfigCheck, renderConfigPath, renderConfigShow } from './render.ts';
import type { CommandSpec } from '../../command.ts';
import { addMapFlags, mapOptions } from '../../flags/map-flags.ts';

const ACTIONS = ['show', 'path', 'check', 'allow'] as const;

export const spec: CommandSpec = {
  args: '[action] [file]',
  choices: ACTIONS,
  about:
    'Your own settings: those in force (show), where they lie (path), and what is wrong with them (check, exit 2). ' +
    'llmcost.config.json of the project comes before config.json of your config directory. A project file that ' +
    'belongs to another user or is a link, and the address of a lock, are used once you allow them (allow).',
  examples: [
    'llmcost config',
    'llmcost config path',
    'llmcost config check',
    'llmcost config check new.json',
    'llmcost config allow',
    'llmcost config allow ../llmcost.lock.json',
  ],
  flags: addMapFlags,
  async run([action = 'show', file], flags, deps) {
    const known = ACTIONS.find((name) => name === action);
    if (file !== undefined && (known === 'path' || known === 'show')) {
      throw new UsageError(`config ${known} takes no file.`, 'Write: llmcost config check <file>');
    }
    switch (known) {
      case 'path': {
        const document = configPath(deps);
        return { document, text: (style) => renderConfigPath(document, style), warnings: document.warnings };
      }
      case 'show': {
        const document = configShow(deps);
        return { document, text: (style) => renderConfigShow(document, style), warnings: document.warnings };
      }
      case 'allow': {
        const document = await configAllow({ file }, deps);
        return { document, text: () => renderConfigAllow(document) };
      }
      case 'check': {
        const document = await configCheck({ file, load: mapOptions(flags) }, deps);
        return {
          document,
          text: (style) => renderConfigCheck(document, style),
          warnings: document.warnings,
          exitCode: document.valid ? 0 : EXIT_CODES.USAGE,
        };
      }
      default:
        throw new UsageError(`config cannot "${action}".`, `Choose one of ${ACTIONS.join(', ')}.`);
    }
  },
};
