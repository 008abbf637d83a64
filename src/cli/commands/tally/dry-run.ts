import { agentWords } from '../../../usage/logs/agents.ts';
import type { FoundInputs } from '../../../usage/logs/inputs.ts';
import { SCHEMA_VERSION, type Document } from '../../document.ts';
import type { Outcome } from '../../command.ts';
import { byteWords } from '../../render/map-words.ts';
import type { Style } from '../../render/style.ts';
import { table } from '../../render/table.ts';
import { counted, printable } from '../../render/text.ts';

/** What `tally --dry-run` answers: which logs would be read. */
export interface DryRunDocument extends Document {
  readonly logs: readonly {
    readonly file: string;
    /** The agent whose sessions were asked for; null for what was named by its path. */
    readonly agent: string | null;
    /** Null where the size is not known before it is read. */
    readonly bytes: number | null;
  }[];
  readonly passedOver: readonly { readonly file: string; readonly reason: string }[];
}

export function dryRun({ inputs, passedOver }: FoundInputs): Outcome {
  const logs = inputs.map(({ name, agent = null, bytes }) => ({ file: name, agent, bytes }));
  const document: DryRunDocument = { schemaVersion: SCHEMA_VERSION, warnings: [], logs, passedOver };
  return { document, text: (style) => renderDryRun(document, inputs, style), paged: true };
}

function renderDryRun(document: DryRunDocument, inputs: FoundInputs['inputs'], style: Style): string {
  const rows = inputs.map(({ name, agent, bytes }) => [
    agent === undefined ? '' : agentWords(agent),
    bytes === null ? '' : byteWords(bytes),
    printable(name),
  ]);
  const bytes = document.logs.reduce((sum, log) => sum + (log.bytes ?? 0), 0);
  const hasAgents = inputs.some(({ agent }) => agent !== undefined);
  const heads = [{ head: 'Agent' }, { head: 'Size', align: 'right' as const }, { head: 'Log', whole: true }];
  const list = hasAgents
    ? table(heads, rows, style)
    : table(
        heads.slice(1),
        rows.map((row) => row.slice(1)),
        style,
      );
  const { passedOver } = document;
  const rest = passedOver.length === 0 ? '' : `, ${counted(passedOver.length, 'file')} passed over`;
  return `${list}\n\n${counted(inputs.length, 'log')}, ${byteWords(bytes)}${rest}. Nothing was read.\n`;
}
