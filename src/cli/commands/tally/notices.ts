import { formatCount } from '../../../core/money.ts';
import type { TallyDocument } from './document.ts';

/** What to say of requests that have no price, or not for all that they used. */
export function unpricedNotice({ unpriced }: TallyDocument): readonly { readonly message: string }[] {
  const requests = unpriced.reduce((sum, row) => sum + row.requests, 0);
  if (requests === 0) return [];
  const names = unpriced.slice(0, 3).map(({ model }) => model ?? 'lines without a model');
  const more = unpriced.length > names.length ? ` and ${unpriced.length - names.length} more` : '';
  return [
    {
      message: `${formatCount(requests)} of the requests ${requests === 1 ? 'is' : 'are'} not or not wholly priced: ${names.join(', ')}${more}.`,
    },
  ];
}
