import { join } from 'node:path';
import { formatCount } from '../../../core/money.ts';
import { rows } from '../../render/map-words.ts';
import { sourceLines } from '../../render/source.ts';
import type { Style } from '../../render/style.ts';
import { printable } from '../../render/text.ts';
import { INDEX } from './directory.ts';
import type { SiteDocument } from './document.ts';

export function renderSite({ directory, models, source }: SiteDocument, style: Style): string {
  const from = sourceLines(source).map(([label = '', text = '']): [string, string] => [label, text]);
  return rows(
    style.theme.good(printable(`The site is written: ${join(directory, INDEX)}`)),
    [['Models', formatCount(models.length)], ...from],
    style,
  );
}
