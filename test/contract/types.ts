/**
 * The schemas and the types of the documents say the same, or this file does not compile. It is no
 * test that runs: `npm run typecheck` is what holds it.
 */
import type { z } from 'zod';
import type {
  CachePathDocument,
  CacheRemovalDocument,
  CacheStatusDocument,
} from '../../src/commands/cache.ts';
import type { CompareDocument } from '../../src/commands/compare.ts';
import type {
  ConfigCheckDocument,
  ConfigPathDocument,
  ConfigShowDocument,
} from '../../src/commands/config.ts';
import type { DiffDocument } from '../../src/commands/diff.ts';
import type { DoctorDocument } from '../../src/commands/doctor.ts';
import type { EstimateDocument } from '../../src/commands/estimate.ts';
import type { HistoryDocument } from '../../src/commands/history.ts';
import type { ImportDocument } from '../../src/commands/import.ts';
import type { CompletionDocument } from '../../src/commands/completion.ts';
import type { LifecycleDocument } from '../../src/commands/lifecycle.ts';
import type { ListDocument } from '../../src/commands/list.ts';
import type { LockDocument } from '../../src/commands/lock.ts';
import type { ModesDocument } from '../../src/commands/modes.ts';
import type { OffersDocument } from '../../src/commands/offers.ts';
import type { ProvidersDocument } from '../../src/commands/providers.ts';
import type { ReviewDocument } from '../../src/commands/review.ts';
import type { SchemaListDocument } from '../../src/commands/schema.ts';
import type { ShowDocument } from '../../src/commands/show.ts';
import type { SyncDocument } from '../../src/commands/sync.ts';
import type { TallyDocument } from '../../src/commands/tally.ts';
import type { ValidateDocument } from '../../src/commands/validate.ts';
import type { WhyDocument } from '../../src/commands/why.ts';
import type { ErrorReport } from '../../src/core/errors.ts';
import type { JsonValue } from '../../src/core/json.ts';
import type { Estimate } from '../../src/library/types.ts';
import type { EachRequest, EachSkipped } from '../../src/tally/each.ts';
import type { SCHEMAS, SchemaName } from '../../src/schemas/index.ts';

/** Every schema of JSON that a command prints, and the type of what it prints. */
interface Documents {
  show: ShowDocument;
  estimate: EstimateDocument;
  why: WhyDocument;
  tally: TallyDocument;
  'tally each': EachRequest | EachSkipped;
  list: ListDocument;
  compare: CompareDocument;
  offers: OffersDocument;
  providers: ProvidersDocument;
  modes: ModesDocument;
  doctor: DoctorDocument;
  review: ReviewDocument;
  lifecycle: LifecycleDocument;
  completion: CompletionDocument;
  sync: SyncDocument;
  diff: DiffDocument;
  history: HistoryDocument;
  lock: LockDocument;
  import: ImportDocument;
  validate: ValidateDocument;
  'cache status': CacheStatusDocument;
  'cache path': CachePathDocument;
  'cache clear': CacheRemovalDocument;
  'cache prune': CacheRemovalDocument;
  'config show': ConfigShowDocument;
  'config path': ConfigPathDocument;
  'config check': ConfigCheckDocument;
  schema: SchemaListDocument;
  error: { readonly error: ErrorReport };
}

/** Files of the user's: what is read of them has types of its own. */
type Files = 'config file' | 'lock file' | 'reviews file';

/** Types without what a document loses as JSON: `readonly`, and how an object was put together. */
type Plain<T> = T extends readonly (infer Item)[]
  ? Plain<Item>[]
  : T extends object
    ? { -readonly [Name in keyof T]: JsonValue extends T[Name] ? JsonValue : Plain<T[Name]> }
    : T;

type Same<A, B> =
  (<T>() => T extends A ? true : false) extends <T>() => T extends B ? true : false ? true : false;

/** The names whose schema and type differ; `never` where all is well. */
type Differing = {
  [Name in keyof Documents]: Same<
    Plain<z.infer<(typeof SCHEMAS)[Name]['schema']>>,
    Plain<Documents[Name]>
  > extends true
    ? never
    : Name;
}[keyof Documents];

type Never<T extends never> = T;

export type NoneDiffers = Never<Differing>;
export type NoneIsMissing = Never<Exclude<SchemaName, keyof Documents | Files>>;

/** What the library returns has the fields of the command's document, but for those of the user's settings. */
type Shared<T> = Omit<T, 'perRequest' | 'tiers'>;
export type EstimatesAreTheSame = Never<
  Same<Plain<Shared<Estimate>>, Plain<Shared<Pick<EstimateDocument, keyof Estimate>>>> extends true
    ? never
    : 'Estimate'
>;
