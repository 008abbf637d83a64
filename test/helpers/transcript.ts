import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CliHome } from './run-cli.ts';

/** The map that the transcripts are made with: small, hand-made, and never fetched. */
export const SAMPLE_MAP = fileURLToPath(new URL('../../fixtures/maps/sample.json', import.meta.url));

/**
 * Runs command lines and writes down what a user would see: the command, both outputs and the exit
 * status, as Markdown that reads as documentation. What differs from machine to machine is replaced.
 */
export async function transcript(
  home: CliHome,
  title: string,
  lines: readonly (readonly string[])[],
): Promise<string> {
  const parts = [`# ${title}\n`];
  for (const args of lines) {
    const { code, stdout, stderr } = await home.run(args, { env: { COLUMNS: '100' } });
    parts.push(
      `## \`llmcost ${args.map(quoted).join(' ')}\`\n`,
      `Exit status ${code}.\n`,
      ...block('stdout', stdout, home),
      ...block('stderr', stderr, home),
    );
  }
  return parts.join('\n');
}

function block(name: string, text: string, home: CliHome): readonly string[] {
  return text === '' ? [] : [`${name}:\n`, '```text', steady(text, home).trimEnd(), '```\n'];
}

function steady(text: string, home: CliHome): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return text
    .replaceAll(SAMPLE_MAP, 'sample.json')
    .replaceAll(home.dir, '~')
    .replaceAll(version, 'VERSION')
    .replace(/\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}(?:\.\d+Z| UTC)/g, '<moment>')
    .replace(/\(in [\d,]+ days?\)/g, '(in <days>)')
    .replace(/\b[0-9a-f]{64}\b/g, '<sha256>');
}

function quoted(arg: string): string {
  const shown = arg === SAMPLE_MAP ? 'sample.json' : arg;
  return /^[\w./:=,@-]+$/.test(shown) ? shown : `'${shown}'`;
}
