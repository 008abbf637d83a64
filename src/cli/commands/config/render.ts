import type { ConfigAllowDocument } from './allow.ts';
import type { CheckedFile, ConfigCheckDocument, ConfigPathDocument, ConfigShowDocument } from './document.ts';
import { PLAIN_STYLE, type Style } from '../../render/style.ts';
import { table } from '../../render/table.ts';
import { bullet, counted, printable } from '../../render/text.ts';

/** What is allowed from now on, and how to take that back. */
export function renderConfigAllow({ allowed, file }: ConfigAllowDocument): string {
  const lines = allowed.map(
    ({ path, sha256 }) => `Allowed as it is now: ${printable(path)} (SHA-256 ${sha256})\n`,
  );
  return `${lines.join('')}Kept in ${printable(file)}; a file that changes must be allowed again.\n`;
}

/** Where settings are looked for: who they are for, and the path. */
export function renderConfigPath({ files }: ConfigPathDocument, style: Style = PLAIN_STYLE): string {
  if (files.length === 0) return 'No settings are read: LLMCOST_CONFIG says so.\n';
  const rows = files.map(({ role, path, exists }) => [role, printable(path), exists ? '' : 'not there']);
  return `${table([{ head: '' }, { head: '' }, { head: '', style: style.theme.dim }], rows, style)}\n`;
}

/** The settings that are in force. */
export function renderConfigShow(
  { settings, files }: ConfigShowDocument,
  style: Style = PLAIN_STYLE,
): string {
  if (settings.length === 0) {
    const [first] = files;
    return `Nothing is set.${first === undefined ? '' : ` A project's settings go into ${printable(first.path)}`}\n`;
  }
  const columns = [
    { head: 'Setting' },
    { head: 'Value' },
    { head: 'File', optional: 1, style: style.theme.dim },
  ];
  const rows = settings.map(({ path, value, file }) => [path, JSON.stringify(value), file].map(printable));
  return `${table(columns, rows, style)}\n`;
}

/** Every mistake and every note, file by file. */
export function renderConfigCheck({ files }: ConfigCheckDocument, style: Style = PLAIN_STYLE): string {
  const read = files.filter(({ exists, role }) => exists || role === 'named');
  if (read.length === 0) return renderConfigPath({ schemaVersion: 1, files, warnings: [] }, style);
  return `${read.map((file) => fileBlock(file, style)).join('\n\n')}\n`;
}

function fileBlock({ path, issues, notes }: CheckedFile, style: Style): string {
  const { theme } = style;
  const verdict =
    issues.length === 0 ? theme.good('It can be used.') : theme.bad(`${counted(issues.length, 'mistake')}:`);
  return [
    theme.title(printable(path)),
    verdict,
    ...issues.map(({ path, problem }) =>
      bullet(`${path === '' ? 'the file' : path} ${problem}.`, style.width),
    ),
    ...(notes.length === 0 ? [] : [theme.warn(`${counted(notes.length, 'note')}:`)]),
    ...notes.map(({ path, message }) => bullet(`${path}: ${message}`, style.width)),
  ].join('\n');
}
