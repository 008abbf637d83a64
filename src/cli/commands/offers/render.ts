import type { OfferRow, OffersDocument } from './document.ts';
import { listTable } from '../list/render.ts';
import { factColumn, type ModelColumn } from '../../render/model-columns.ts';
import { settingsSection } from '../../render/settings-words.ts';
import type { Style } from '../../render/style.ts';
import { counted, printable, wrap } from '../../render/text.ts';

const column = (id: string): readonly ModelColumn<OfferRow>[] => {
  const found = factColumn(id);
  return found === undefined ? [] : [found];
};

const AGAINST: readonly ModelColumn<OfferRow>[] = [
  {
    id: 'input-ratio',
    head: 'Against maker',
    align: 'right',
    text: againstWords,
    value: ({ againstMaker }) => againstMaker?.inputRatio ?? null,
  },
];

/** Only the text says both differences in one column. */
const DATA_ONLY: readonly ModelColumn<OfferRow>[] = [
  {
    id: 'output-ratio',
    head: 'Output against maker',
    align: 'right',
    text: ({ againstMaker }) => ratioWords(againstMaker?.outputRatio ?? null) ?? 'N/A',
    value: ({ againstMaker }) => againstMaker?.outputRatio ?? null,
  },
];

const FRONT = ['model', 'provider', 'regions', 'input', 'output', 'per'].flatMap(column);

/** The columns of offers for a document or a program. */
export const OFFER_COLUMNS: readonly ModelColumn<OfferRow>[] = [
  ...FRONT,
  ...AGAINST,
  ...DATA_ONLY,
  ...column('context'),
];

/** The offers as text for a terminal. */
export function renderOffers(document: OffersDocument, style: Style): string {
  const { theme, width } = style;
  const title = `${theme.title(printable(document.name))}\n${wrap(captionOf(document), width)}`;
  if (document.offers.length === 0) return `${title}\n`;
  const { text, per } = listTable([...FRONT, ...AGAINST, ...column('context')], document.offers, style);
  const words = per === undefined ? '' : theme.dim(`USD per ${per}`);
  const blocks = [title, text, words, settingsSection(document.overrides, style)];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function captionOf({ all, offers, maker }: OffersDocument): string {
  const count = offers.length < all ? `${offers.length} of ${counted(all, 'offer')}` : counted(all, 'offer');
  return maker === null
    ? `${count}; its maker sells none of them at a price, or is not known`
    : `${count}; the maker's own is ${printable(maker)}`;
}

/** `same`, `+10%`, `-20% in, +5% out`. */
function againstWords({ isMaker, againstMaker, state }: OfferRow): string {
  if (isMaker) return "maker's own";
  if (againstMaker === null || state === 'unknown') return 'N/A';
  const input = ratioWords(againstMaker.inputRatio);
  const output = ratioWords(againstMaker.outputRatio);
  if (input === output || output === null) return input ?? 'N/A';
  return input === null ? `${output} out` : `${input} in, ${output} out`;
}

/** `+10%`, `-33.3%`; `about same` where a tenth of a percent does not show the difference. */
function ratioWords(ratio: number | null): string | null {
  if (ratio === null) return null;
  if (ratio === 1) return 'same';
  const percent = (ratio - 1) * 100;
  const shown = Math.abs(percent) >= 100 ? percent.toFixed(0) : Number(percent.toFixed(1)).toString();
  if (Number(shown) === 0) return 'about same';
  return `${percent > 0 ? '+' : ''}${shown}%`;
}
