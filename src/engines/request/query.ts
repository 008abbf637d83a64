/** The view of requests: each row of the usage with its model, its conditions and what it used, by meter. */
import { selection } from '../sql.ts';
import type { View } from '../view.ts';
import { conditions } from './conditions.ts';
import { edging, imaging, sizing, weighing } from './images.ts';
import { masking } from './masking.ts';
import { dating, naming, spelling } from './naming.ts';
import { measuring, splitting } from './quantities.ts';
import { counting, reading } from './reading.ts';
import { subquery } from './stage.ts';

export function requestQuery(view: View): string {
  const hasImages = view.has('images');
  const stages = [
    reading(view),
    counting(view),
    dating(view),
    ...(hasImages ? [sizing(view), edging(view)] : []),
    spelling(view, hasImages ? 'edging' : 'dating'),
    naming(view),
    conditions(view),
    ...(hasImages ? [imaging(view), weighing()] : []),
    splitting(view, hasImages ? 'weighing' : 'conditions'),
    measuring(view),
    masking(view),
  ];
  const last = stages.at(-1);
  const named = stages.slice(0, -1).map((stage) => subquery(stage, view));
  return `WITH\n${named.join(',\n')}\nSELECT\n    ${selection(last?.columns ?? [])}\n${last?.from.join('\n') ?? ''}`;
}
