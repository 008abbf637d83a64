import type { Outline } from './outline.ts';

/** The contract as it was at a release; before the first one there is none. */
export interface ContractRecord {
  readonly release: string | null;
  readonly schemaVersion: number;
  /** By the name of the schema. */
  readonly outlines: ReadonlyMap<string, Outline>;
}

/** A text that is read in a review: `## name`, and under it a line for each place. */
export function writeRecord({ release, schemaVersion, outlines }: ContractRecord): string {
  const head = `# Release ${release ?? 'none'}, schemaVersion ${schemaVersion}\n`;
  const parts = [...outlines].map(([name, outline]) => {
    return `\n## ${name}\n${[...outline].map(([path, kinds]) => `${path}: ${kinds}\n`).join('')}`;
  });
  return head + parts.join('');
}

export function readRecord(text: string): ContractRecord {
  const [head = '', ...parts] = text.split('\n\n## ');
  const [, release = 'none', version = ''] = /^# Release (\S+), schemaVersion (\d+)/.exec(head) ?? [];
  return {
    release: release === 'none' ? null : release,
    schemaVersion: Number(version),
    outlines: new Map(parts.map(readOutline)),
  };
}

function readOutline(part: string): [string, Outline] {
  const [name = '', ...lines] = part.split('\n').filter((line) => line !== '');
  return [
    name,
    new Map(
      lines.map((line): [string, string] => {
        const at = line.indexOf(': ');
        return [line.slice(0, at), line.slice(at + 2)];
      }),
    ),
  ];
}
