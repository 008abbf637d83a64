/**
 * The contract: what every `--json` document, every line of a stream and every file of the user's
 * looks like. The build writes these as JSON Schema, which `llmcost schema` prints; the tests hold the
 * output of every command against them, and the compiler holds them against the types of the commands.
 */
import { z } from 'zod';
import { oldNamesOf } from '../old-names.ts';
import { addOldNames } from './old-names.ts';
import { listSchema, modesSchema, offersSchema, providersSchema } from './choosing.ts';
import { compareSchema } from './compare.ts';
import { configJsonSchema, configSchema } from './config.ts';
import { doctorSchema } from './doctor.ts';
import { errorReport } from './parts.ts';
import { estimateSchema, requestsSchema, whySchema } from './estimate.ts';
import { lockFileSchema, reviewsFileSchema } from './files.ts';
import { diffSchema, historySchema, lockSchema } from './history.ts';
import { lifecycleSchema } from './lifecycle.ts';
import {
  cachePathSchema,
  cacheRemovalSchema,
  cacheStatusSchema,
  importSchema,
  syncSchema,
  validateSchema,
} from './map.ts';
import { reviewSchema } from './review.ts';
import { schemaListSchema } from './schema.ts';
import {
  completionSchema,
  configAllowSchema,
  configCheckSchema,
  configPathSchema,
  configShowSchema,
} from './settings.ts';
import { showSchema } from './show.ts';
import { siteSchema } from './site.ts';
import { sqlSchema } from './sql.ts';
import { dryRunSchema, eachRequest, eachSkipped, tallySchema } from './tally.ts';
import { tokensSchema } from './tokens.ts';

interface Contract {
  /** What it is of, for the list. */
  readonly about: string;
  readonly schema: z.ZodType;
  /** The JSON Schema, where it says more than what zod makes of the schema. */
  readonly toJson?: () => object;
}

/** By the name that `llmcost schema` takes. */
export const SCHEMAS = {
  show: { about: 'llmcost show --json', schema: showSchema },
  estimate: { about: 'llmcost estimate --json', schema: estimateSchema },
  'estimate requests': { about: 'llmcost estimate --requests-each --json', schema: requestsSchema },
  sql: { about: 'llmcost sql --json', schema: sqlSchema },
  why: { about: 'llmcost why --json', schema: whySchema },
  tally: { about: 'llmcost tally --json', schema: tallySchema },
  'tally each': {
    about: 'a line of llmcost tally --each',
    schema: z.union([eachRequest, eachSkipped]),
  },
  tokens: { about: 'llmcost tokens --json', schema: tokensSchema },
  'tally dry run': { about: 'llmcost tally --dry-run --json', schema: dryRunSchema },
  list: { about: 'llmcost list --json', schema: listSchema },
  compare: { about: 'llmcost compare --json', schema: compareSchema },
  offers: { about: 'llmcost offers --json', schema: offersSchema },
  providers: { about: 'llmcost providers --json', schema: providersSchema },
  modes: { about: 'llmcost modes --json', schema: modesSchema },
  doctor: { about: 'llmcost doctor --json', schema: doctorSchema },
  review: { about: 'llmcost review --json', schema: reviewSchema },
  lifecycle: { about: 'llmcost lifecycle --json', schema: lifecycleSchema },
  site: { about: 'llmcost site --json', schema: siteSchema },
  sync: { about: 'llmcost sync --json', schema: syncSchema },
  diff: { about: 'llmcost diff --json', schema: diffSchema },
  history: { about: 'llmcost history --json', schema: historySchema },
  lock: { about: 'llmcost lock --json', schema: lockSchema },
  import: { about: 'llmcost import --json', schema: importSchema },
  validate: { about: 'llmcost validate --json', schema: validateSchema },
  'cache status': { about: 'llmcost cache status --json', schema: cacheStatusSchema },
  'cache path': { about: 'llmcost cache path --json', schema: cachePathSchema },
  'cache clear': { about: 'llmcost cache clear --json', schema: cacheRemovalSchema },
  'cache prune': { about: 'llmcost cache prune --json', schema: cacheRemovalSchema },
  'config show': { about: 'llmcost config show --json', schema: configShowSchema },
  'config path': { about: 'llmcost config path --json', schema: configPathSchema },
  'config check': { about: 'llmcost config check --json', schema: configCheckSchema },
  'config allow': { about: 'llmcost config allow --json', schema: configAllowSchema },
  completion: { about: 'llmcost completion --json', schema: completionSchema },
  schema: { about: 'llmcost schema --json', schema: schemaListSchema },
  error: { about: 'any command --json, where it fails', schema: z.strictObject({ error: errorReport }) },
  'config file': {
    about: 'your settings: llmcost.config.json of a project, config.json',
    schema: configSchema,
    toJson: configJsonSchema,
  },
  'lock file': { about: 'llmcost.lock.json', schema: lockFileSchema },
  'reviews file': {
    about: 'your reviews: llmcost.reviews.json of a project, reviews.json',
    schema: reviewsFileSchema,
  },
} as const satisfies Readonly<Record<string, Contract>>;

export type SchemaName = keyof typeof SCHEMAS;

export const SCHEMA_NAMES: readonly SchemaName[] = Object.keys(SCHEMAS).filter((name): name is SchemaName =>
  Object.hasOwn(SCHEMAS, name),
);

/** The command that prints a document of that schema: `cache status` is printed by `cache`. */
export function commandOf(name: SchemaName): string {
  return name.split(' ')[0] ?? name;
}

/**
 * The JSON Schema (draft 2020-12). Objects are left open in it although the tests take them as closed:
 * a new field is no new version, so who checks a document against a schema must let it pass.
 */
export function jsonSchemaOf(name: SchemaName): object {
  const contract: Contract = SCHEMAS[name];
  if (contract.toJson !== undefined) return contract.toJson();
  const schema = z.toJSONSchema(contract.schema.meta({ title: contract.about }), {
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  for (const rule of oldNamesOf(commandOf(name))) addOldNames(schema, rule);
  return schema;
}
