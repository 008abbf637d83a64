import { asObject, field } from '../../core/json.ts';
import { present } from '../present.ts';
import type { UsageShape } from '../shape.ts';
import type { Usage } from '../usage.ts';

/** Mistral's OCR: pages, and annotations of each where the response holds some. */
export const mistralOcr: UsageShape = {
  name: 'mistral-ocr',
  own: ['pages_processed'],
  layout: {},
  fields: ['pages_processed'],
  read({ usage, holders }, notes) {
    const pages = notes.count(usage, 'pages_processed');
    const isAnnotated = (field(holders[0], 'document_annotation') ?? null) !== null;
    return { usage: present<Usage>({ pages, annotatedPages: isAnnotated ? pages : undefined }) };
  },
};

/** Reducto: pages, and the credits that they took. */
export const reducto: UsageShape = {
  name: 'reducto',
  own: ['num_pages'],
  layout: {},
  fields: ['num_pages', 'credits'],
  read: ({ usage }, notes) => ({
    usage: present<Usage>({
      pages: notes.count(usage, 'num_pages'),
      credits: notes.amount(usage, 'credits'),
    }),
  }),
};

/** True for an answer that ranks or embeds what was sent, so that all of its tokens went in. */
function isEmbeddingOrRanking(holder: ReturnType<typeof asObject>): boolean {
  const model = field(holder, 'model');
  const first = [field(holder, 'data'), field(holder, 'results')].flatMap((list) =>
    Array.isArray(list) ? [asObject(list[0])] : [],
  )[0];
  return (
    (first !== undefined &&
      ['embedding', 'embeddings', 'relevance_score', 'score'].some(
        (name) => field(first, name) !== undefined,
      )) ||
    (typeof model === 'string' && /embed|rerank|voyage|jina|colbert|clip/i.test(model))
  );
}

/** Voyage and Jina tell one total of what was embedded or ranked; nothing comes out in tokens. */
export const totalOnly: UsageShape = {
  name: 'embedding-total',
  own: ['total_tokens'],
  unless: ({ usage, holders }) =>
    ['prompt_tokens', 'completion_tokens', 'input_tokens', 'output_tokens', 'total_input_tokens'].some(
      (name) => (field(usage, name) ?? null) !== null,
    ) || !isEmbeddingOrRanking(holders[0]),
  layout: {},
  fields: ['total_tokens'],
  read: ({ usage }, notes) => ({
    usage: present<Usage>({ inputTokens: notes.count(usage, 'total_tokens') }),
  }),
};
