import type { ValidateDocument } from './document.ts';
import { byteWords, rows } from '../../render/map-words.ts';
import { formatCount } from '../../../core/money.ts';
import { PLAIN_STYLE, type Style } from '../../render/style.ts';
import { counted, printable } from '../../render/text.ts';

/** The counts of a map, and every issue. */
export function renderValidate(document: ValidateDocument, style: Style = PLAIN_STYLE): string {
  const { issues, setAside, flawed, modelCount } = document;
  const verdict =
    flawed === 0
      ? style.theme.good(`${counted(modelCount, 'model')}, no issues.`)
      : style.theme.warn(
          `${counted(modelCount, 'model')}, ${formatCount(flawed)} of them with values that cannot be used.`,
        );
  const head = rows(
    verdict,
    [
      ['Map', document.location],
      ['SHA-256', document.sha256],
      ['Size', byteWords(document.bytes)],
      ['Providers', formatCount(document.providers)],
      ['Modes', document.modes.map(({ mode, modelCount }) => `${mode ?? 'none'} ${modelCount}`).join(', ')],
    ],
    style,
  );
  const blocks = [
    head,
    list(
      'Cannot be used',
      issues.map(({ path, reason }) => `${path}: ${reason}`),
      style,
    ),
    list(
      'Set aside',
      setAside.map(({ key, reason }) => `${key}: ${reason}`),
      style,
    ),
  ];
  return blocks.filter((block) => block !== '').join('\n');
}

function list(title: string, lines: readonly string[], { theme }: Style): string {
  if (lines.length === 0) return '';
  return `${[theme.heading(title), ...lines.map((line) => `  ${printable(line)}`)].join('\n')}\n`;
}
