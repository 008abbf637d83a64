/**
 * The schemas and the types of the documents say the same, or this file does not compile. It is no
 * test that runs: `npm run typecheck` is what holds it.
 */
import type { z } from 'zod';
import type {
  CachePathDocument,
  CacheRemovalDocument,
  CacheStatusDocument,
} from '../../src/cli/commands/cache/document.ts';
import type { ConfigAllowDocument } from '../../src/cli/commands/config/allow.ts';
import type { CompareDocument } from '../../src/cli/commands/compare/document.ts';
import type {
  ConfigCheckDocument,
  ConfigPathDocument,
  ConfigShowDocument,
} from '../../src/cli/commands/config/document.ts';
import type { DiffDocument } from '../../src/cli/commands/diff/document.ts';
import type { DoctorDocument } from '../../src/cli/commands/doctor/document.ts';
import type { EstimateDocument } from '../../src/cli/commands/estimate/document.ts';
import type { RequestsDocument } from '../../src/cli/commands/estimate/requests-document.ts';
import type { TokensDocument } from '../../src/cli/commands/tokens/document.ts';
import type { HistoryDocument } from '../../src/cli/commands/history/document.ts';
import type { ImportDocument } from '../../src/cli/commands/import/document.ts';
import type { CompletionDocument } from '../../src/cli/commands/completion/document.ts';
import type { LifecycleDocument } from '../../src/cli/commands/lifecycle/document.ts';
import type { ListDocument } from '../../src/cli/commands/list/document.ts';
import type { LockDocument } from '../../src/cli/commands/lock/document.ts';
import type { ModesDocument } from '../../src/cli/commands/modes/document.ts';
import type { OffersDocument } from '../../src/cli/commands/offers/document.ts';
import type { ProvidersDocument } from '../../src/cli/commands/providers/document.ts';
import type { ReviewDocument } from '../../src/cli/commands/review/document.ts';
import type { SchemaListDocument } from '../../src/cli/commands/schema/document.ts';
import type { ShowDocument } from '../../src/cli/commands/show/document.ts';
import type { SiteDocument } from '../../src/cli/commands/site/document.ts';
import type { SyncDocument } from '../../src/cli/commands/sync/document.ts';
import type { DryRunDocument } from '../../src/cli/commands/tally/dry-run.ts';
import type { TallyDocument } from '../../src/cli/commands/tally/document.ts';
import type { ValidateDocument } from '../../src/cli/commands/validate/document.ts';
import type { SqlDocument } from '../../src/cli/commands/sql/document.ts';
import type { WhyDocument } from '../../src/cli/commands/why/document.ts';
import type { ErrorReport } from '../../src/core/errors.ts';
import type { JsonValue } from '../../src/core/json.ts';
import type { Estimate } from '../../src/library/types.ts';
import type { EachRequest, EachSkipped } from '../../src/cli/commands/tally/each.ts';
import type { SCHEMAS, SchemaName } from '../../src/cli/schemas/index.ts';

/** Every schema of JSON that a command prints, and the type of what it prints. */
interface Documents {
  show: ShowDocument;
  estimate: EstimateDocument;
  sql: SqlDocument;
  why: WhyDocument;
  tally: TallyDocument;
  'tally each': EachRequest | EachSkipped;
  'tally dry run': DryRunDocument;
  list: ListDocument;
  compare: CompareDocument;
  offers: OffersDocument;
  providers: ProvidersDocument;
  modes: ModesDocument;
  doctor: DoctorDocument;
  review: ReviewDocument;
  lifecycle: LifecycleDocument;
  completion: CompletionDocument;
  site: SiteDocument;
  sync: SyncDocument;
  diff: DiffDocument;
  tokens: TokensDocument;
  'estimate requests': RequestsDocument;
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
  'config allow': ConfigAllowDocument;
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
