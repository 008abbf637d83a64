/**
 * The settings file as a zod schema: what `llmcost schema config` prints, so that an editor can check
 * the file while it is written. config/read does the same by hand for every command; a test holds
 * the two to each other. The descriptions are what an editor shows.
 */
import { z } from 'zod';
import { TIER_NAMES, tierNamed } from '../../usage/conditions.ts';
import {
  CAPABILITY_WORDS,
  LIMIT_NAMES,
  SEARCH_SIZES,
  TOKEN_RATE_NAMES,
  UNIT_RATE_NAMES,
} from '../../config/model.ts';
import { priceList } from '../../models/price-lists/lists.ts';
import { UNIT_RATES } from '../../models/price-lists/names.ts';
import { isPriceName, NESTED_FIELDS, parseField } from '../../models/fields.ts';

const text = z.string().regex(/\S/);
const usd = z.number().min(0);
const price = usd.nullable();

function record<T extends z.ZodType>(
  names: readonly string[],
  value: T,
): Readonly<Record<string, z.ZodOptional<T>>> {
  return Object.fromEntries(names.map((name) => [name, value.optional()]));
}

const tokenPrices = z
  .strictObject(record(TOKEN_RATE_NAMES, price))
  .describe('USD per 1M tokens; null: no such price.');
const searchPrice = z.union([
  usd,
  z.strictObject(Object.fromEntries(SEARCH_SIZES.map((size) => [size, usd]))),
  z.null(),
]);
const unitPrices = z
  .strictObject({
    ...record(
      UNIT_RATE_NAMES.filter((name) => name !== 'webSearch'),
      price,
    ),
    webSearch: searchPrice.optional(),
  })
  .describe('USD per image, second, character, page …; null: no such price.');

const range = z.strictObject({ upTo: z.number(), ...record(TOKEN_RATE_NAMES, usd) });
const ranges = z.array(range).superRefine((list, context) => {
  let from = 0;
  for (const [index, { upTo }] of list.entries()) {
    if (upTo > from) from = upTo;
    else context.addIssue({ code: 'custom', path: [index, 'upTo'], message: `must be above ${from}` });
  }
});

const fields = z
  .record(z.string(), z.json())
  .superRefine((record, context) => {
    for (const [name, value] of Object.entries(record)) {
      if (!isPriceName(name) || value === null || isUsable(name, value)) continue;
      context.addIssue({ code: 'custom', path: [name], message: 'is no price' });
    }
  })
  .describe("The cost map's own fields, in USD per unit; null takes a field away.");

function isUsable(name: string, value: unknown): boolean {
  const parsed = parseField(name);
  if (parsed === undefined) return false;
  return NESTED_FIELDS.has(parsed.metric) ? typeof value === 'object' : usd.safeParse(value).success;
}

const parts = {
  provider: text.optional().describe('`litellm_provider`'),
  mode: text.optional().describe('chat, embedding, image_generation …'),
  limits: z.strictObject(record(LIMIT_NAMES, z.number().min(0))).optional(),
  can: z.array(z.enum(CAPABILITY_WORDS)).optional(),
  cannot: z.array(z.enum(CAPABILITY_WORDS)).optional(),
  'usdPer1M ranges': ranges.optional().describe('USD per 1M tokens, by the size of the prompt.'),
  fields: fields.optional(),
};

/** The names of price lists: `usdPer1M above 272k flex`. */
function priceLists(unit: 'usdPer1M' | 'usdPer'): string {
  return `^${unit}( above \\d+k)?( (flex|priority|batch))?$`;
}

function model<T extends z.ZodRawShape>(shape: T) {
  return z
    .object(shape)
    .catchall(z.json())
    .superRefine((value, context) => {
      for (const [name, prices] of Object.entries(value)) {
        if (Object.hasOwn(shape, name)) continue;
        const list = priceList(name);
        if (list === undefined) {
          context.addIssue({ code: 'custom', path: [name], message: 'is not known' });
          continue;
        }
        const schema = list.rates === UNIT_RATES ? unitPrices : tokenPrices;
        for (const issue of schema.safeParse(prices).error?.issues ?? []) {
          for (const place of placesOf(issue)) context.addIssue({ code: 'custom', path: [name, ...place] });
        }
      }
    })
    .meta({ priceLists: true });
}

/** The places of an issue: an unknown name's place is that name. */
export function placesOf(issue: z.core.$ZodIssue): readonly (readonly PropertyKey[])[] {
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
}

function rules(atMost: number) {
  const percent = z.number().gt(0).max(atMost);
  const rule = z
    .strictObject({
      name: text.optional().describe('What an estimate calls it.'),
      provider: text.optional().describe('For all models of a provider.'),
      model: text.optional().describe('For the model with this key; without both, for all.'),
      percent: percent.optional().describe('Of the cost.'),
      usdPerRequest: z.number().gt(0).optional().describe('USD for each request.'),
    })
    .superRefine(({ percent, usdPerRequest, provider, model }, context) => {
      if (percent === undefined && usdPerRequest === undefined) {
        context.addIssue({ code: 'custom', message: 'must have "percent" or "usdPerRequest"' });
      }
      if (provider !== undefined && model !== undefined) {
        context.addIssue({ code: 'custom', message: 'must have "provider" or "model", not both' });
      }
    });
  return z.array(rule).superRefine((list, context) => {
    const seen = new Set<string>();
    for (const [index, { provider, model }] of list.entries()) {
      const whom = JSON.stringify([provider?.toLowerCase() ?? null, model?.toLowerCase() ?? null]);
      if (seen.has(whom))
        context.addIssue({ code: 'custom', path: [index], message: 'is for the same as another' });
      seen.add(whom);
    }
  });
}

const currency = z.strictObject({
  code: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .describe('EUR'),
  symbol: text.optional().describe('€'),
  perUsd: z.number().gt(0).describe('So much of it is one USD.'),
  asOf: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/)
    .optional()
    .describe('The day of the rate.'),
});

export const configSchema = z
  .strictObject({
    $schema: text.optional(),
    aliases: z
      .record(z.string(), text)
      .optional()
      .describe("Your names, and the model's key that each means."),
    prefer: z
      .array(text)
      .optional()
      .describe('Providers, for a bare name that several of them price differently.'),
    models: z
      .record(
        z.string(),
        model({ ...parts, sameAs: text.optional().describe('A key of the map that it is like.') }),
      )
      .optional()
      .describe('Models of your own.'),
    overrides: z
      .record(z.string(), model(parts))
      .optional()
      .describe("Your prices in the place of the map's."),
    discounts: rules(100)
      .optional()
      .describe('Taken off the cost of a job: the most specific one that holds.'),
    margins: rules(Number.MAX_VALUE)
      .optional()
      .describe('Put on the cost of a job, after the discount: the most specific one that holds.'),
    currency: currency.optional().describe('Amounts are shown in it beside USD, at the rate that you give.'),
    region: text.optional().describe('Where a job is processed when it does not say: eu, us …'),
    tier: z
      .string()
      .refine((name) => tierNamed(name) !== undefined)
      .optional()
      .meta({ description: 'The tier of a job that does not name one.', examples: [...TIER_NAMES] }),
    scores: text.optional().describe('A file of coding scores, from the directory of this one.'),
  })
  .meta({ title: 'Settings of llmcost' });

/** The JSON Schema of the file. */
export function configJsonSchema(): object {
  return z.toJSONSchema(configSchema, {
    io: 'input',
    override: ({ jsonSchema }) => {
      if (jsonSchema['priceLists'] !== true) return;
      delete jsonSchema['priceLists'];
      Object.assign(jsonSchema, {
        additionalProperties: false,
        patternProperties: {
          [priceLists('usdPer1M')]: partSchema(tokenPrices),
          [priceLists('usdPer')]: partSchema(unitPrices),
        },
      });
    },
  });
}

function partSchema(schema: z.ZodType): object {
  const { $schema: _dialect, ...part } = z.toJSONSchema(schema, { io: 'input' });
  return part;
}
