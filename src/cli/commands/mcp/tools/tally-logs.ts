import { bytesOf, outcomeOf, tallyOptions } from '../../tally/tally.ts';
import { tally } from '../../tally/document.ts';
import { GROUP_NAMES } from '../../../../pricing/tally/groups.ts';
import { SORTS } from '../../../../pricing/tally/rows.ts';
import type { Tool } from '../tool.ts';

export const tallyLogs: Tool = {
  title: 'What usage logs cost',
  about:
    'Adds up what the requests in usage logs cost: JSON lines, documents and tables of any provider, and the sessions ' +
    'of coding agents. Only logs in the directories that this server was started with. A total whose state is partial ' +
    'is "at least".',
  readsLogs: true,
  arguments: {
    paths: {
      kind: 'texts',
      about: 'Files or directories, absolute or relative to a directory of logs (default all)',
    },
    by: { kind: 'texts', about: 'How to part the cost (default model)', choices: GROUP_NAMES },
    since: { kind: 'text', about: 'From this day on: 2026-11-01, 2026-11, 30d, today, last month' },
    until: { kind: 'text', about: 'Up to this day, which counts too' },
    timezone: { kind: 'text', about: 'Whose days they are, such as Europe/Berlin (default UTC)' },
    model: { kind: 'text', about: 'The model of lines that name none' },
    sort: { kind: 'text', about: 'How to sort the groups', choices: SORTS },
    top: { kind: 'count', about: 'How many groups; the rest as one (default 50)' },
  },
  defaults: { top: '50' },
  schema: 'tally',
  async run({ flags, deps, logs, signal, onProgress }) {
    const { inputs, passedOver } = logs.find(flags.each('paths'));
    const options = { ...tallyOptions(flags), inputs, passedOver };
    const total = bytesOf(inputs);
    const onBytes = (bytes: number) => {
      // A call that is cancelled reads no further.
      signal.throwIfAborted();
      onProgress(bytes, total);
    };
    const { document, exitCode } = await tally({ ...options, onBytes }, deps);
    return outcomeOf(document, false, exitCode);
  },
};
