import type { Command } from 'commander';

/** Flags of a command that prints a table: its formats, and the pager. */
export function addFormatFlags(command: Command): void {
  command
    .optionsGroup('Output:')
    .option('--format <name>', 'table, json, csv or markdown')
    .option('--no-pager', 'print a long table without the pager');
}
