import type { CheckedModel, CrossCheckReport } from '../../doctor/cross-check/report.ts';
import type { CrossCheck } from '../../doctor/cross-check/compare.ts';
import { parseField } from '../../models/fields.ts';
import { priceWords } from './money-words.ts';
import type { Style } from './style.ts';
import { counted, printable, wrap } from './text.ts';

const FIRST = 20;

/** The map against the second list. */
export function renderCrossCheck(
  report: CrossCheckReport,
  { all }: { readonly all: boolean },
  style: Style,
): string {
  const { source, agreeing, differing, incomplete, onlyHere, onlyThere } = report;
  const { theme, width } = style;
  const shown = all ? differing : differing.slice(0, FIRST);
  const rest = differing.length - shown.length;
  const counts = [
    `${counted(agreeing.length, 'model agrees', 'models agree')} (${incomplete.length} with rates that only one of the two has)`,
    counted(differing.length, 'differs', 'differ'),
    counted(onlyHere.length, 'is not known there', 'are not known there'),
    ...(onlyThere.length === 0 ? [] : [counted(onlyThere.length, 'is only there', 'are only there')]),
  ].join(', ');
  return [
    theme.heading(`Cross-check with ${source}`),
    ...shown.map((model) => paragraph(model, style)),
    ...(rest === 0 ? [] : [theme.dim(`  … and ${rest} more: --all`)]),
    wrap(`${counts}.`, width),
    theme.dim(
      wrap('Prices of the list are those of today; its date may be another than that of the map.', width),
    ),
  ].join('\n');
}

function paragraph(check: CheckedModel, { theme, width }: Style): string {
  const lines = check.disagreements.map(({ field, hereUsdPerUnit, thereUsdPerUnit }) => {
    const unit = parseField(field)?.unit ?? 'token';
    const words = `${field}: ${priceWords(hereUsdPerUnit, unit)} here, ${priceWords(thereUsdPerUnit, unit)} there`;
    return wrap(printable(words), width, '    ');
  });
  return [
    `  ${theme.key(printable(check.model))} ${theme.dim(printable(check.theirs ?? ''))}`,
    ...lines,
  ].join('\n');
}

/** One line about one model: `agrees on 4 rates`, `differs: input 5 here, 4 there`, `not known there`. */
export function crossCheckWords({ status, agreements, disagreements, onlyThere }: CrossCheck): string {
  if (status === 'unknown') return 'not known there';
  const missing =
    onlyThere.length === 0 ? '' : `; only there: ${onlyThere.map(({ field }) => field).join(', ')}`;
  if (status === 'agrees') return `agrees on ${counted(agreements.length, 'rate')}${missing}`;
  const words = disagreements.map(({ field, hereUsdPerUnit, thereUsdPerUnit }) => {
    const unit = parseField(field)?.unit ?? 'token';
    return `${field} ${priceWords(hereUsdPerUnit, unit)} here, ${priceWords(thereUsdPerUnit, unit)} there`;
  });
  return `differs: ${words.join('; ')}${missing}`;
}
