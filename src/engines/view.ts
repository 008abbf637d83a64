/** What the parts of the views need to know, and the columns that they hand to each other. */
import { ROLE_NAMES, ROLES, type Role, type UsageColumns } from './columns.ts';
import type { Dialect, DecimalType } from './dialect.ts';
import type { Product } from './spelling.ts';
import { PRICED_METERS, SQL_METERS, type SqlMeter } from './meters.ts';
import { SECONDS_DECIMALS } from './tables/decimals.ts';
import type { PriceTables } from './tables/tables.ts';
import type { Currency } from '../core/currency.ts';
import type { Tier } from '../usage/usage.ts';

export interface ViewOptions {
  readonly dialect: Dialect;
  readonly usage: { readonly table: string; readonly columns: UsageColumns };
  readonly tables: PriceTables;
  /** For rows that say none. */
  readonly tier: Tier;
  readonly region: string | undefined;
  /** The user's own, for a total beside the one in USD. */
  readonly currency?: Currency | null | undefined;
  /** Further columns of the usage, that the first stages hand on as they are. */
  readonly handedOn?: readonly string[] | undefined;
}

/** Counts are below this: a rate and a count together have 38 digits. */
export const COUNT_LIMIT = '1e13';

/** Columns of `llmcost_model`: discounts and margins by the request. */
const SUMS_EACH = ['discount_each', 'margin_each'] as const;

/** Before the name of a rate: what discounts and margins add to it. */
export const CHANGE = 'change_';

export class View {
  readonly dialect: Dialect;
  readonly options: ViewOptions;
  /** Meters that a row of this usage may use. */
  readonly meters: readonly SqlMeter[];
  /** Decimals of every amount. */
  readonly decimals: number;
  readonly #rates: ReadonlyMap<string, DecimalType>;

  constructor(options: ViewOptions) {
    this.options = options;
    this.dialect = options.dialect;
    this.meters = SQL_METERS.filter((meter) => mayUse(meter, options.usage.columns));
    const columns = options.tables.tables.flatMap((table) => table.columns);
    this.#rates = new Map(
      columns.flatMap(({ name, type }) => (type.kind === 'decimal' ? [[name, type]] : [])),
    );
    this.decimals = Math.max(
      0,
      ...(options.tables.hasSums ? SUMS_EACH.map((column) => this.rateType(column).decimals) : []),
      ...this.multiplied.flatMap((meter) =>
        ['', CHANGE].map((prefix) => this.rateType(prefix + meter.column).decimals + countDecimals(meter)),
      ),
    );
  }

  /** Those of the meters that have a column of rates. */
  get multiplied(): readonly SqlMeter[] {
    return this.meters.filter((meter) => PRICED_METERS.includes(meter));
  }

  has(role: Role): boolean {
    return this.options.usage.columns.has(role);
  }

  /** The roles of one kind that the usage has. */
  roles(kind: (typeof ROLES)[Role]): readonly Role[] {
    return ROLE_NAMES.filter((role) => ROLES[role] === kind && this.has(role));
  }

  rateType(column: string): DecimalType {
    return this.#rates.get(column) ?? { kind: 'decimal', whole: 1, decimals: 0 };
  }

  /** What is taken off or added for each request of a row. */
  each(column: (typeof SUMS_EACH)[number]): string {
    const { dialect, decimals } = this;
    return dialect.product('requests', column, { countDecimals: 0, rate: this.rateType(column), decimals });
  }

  /** What the counts of these meters cost by the columns of rates with that prefix. */
  amount(meters: readonly SqlMeter[], prefix = ''): string {
    const { dialect, decimals } = this;
    const zero = dialect.zero(decimals);
    const terms = meters.map((meter) => {
      const rate = `${prefix}${meter.column}`;
      const product: Product = {
        countDecimals: countDecimals(meter),
        rate: this.rateType(rate),
        decimals,
      };
      return `COALESCE(${dialect.product(`q.${countColumn(meter)}`, `p.p_${rate}`, product)}, ${zero})`;
    });
    return terms.length === 0 ? zero : terms.join('\n      + ');
  }
}

/** The column of the views that counts a meter. */
export function countColumn({ column }: SqlMeter): string {
  return `n_${column}`;
}

export function countDecimals({ column }: SqlMeter): number {
  return column === 'seconds' ? SECONDS_DECIMALS : 0;
}

const ANY_OF: Readonly<Record<string, readonly Role[]>> = {
  input: ['input', 'uncached-input'],
  cache_read: ['cache-read'],
  cache_read_image: ['cache-read-image'],
  cache_read_audio: ['cache-read-audio'],
  cache_write: ['cache-write', 'cache-write-5m'],
  cache_write_1h: ['cache-write-1h'],
  input_image: ['input-image'],
  input_audio: ['input-audio'],
  input_video: ['input-video'],
  output: ['output'],
  reasoning: ['reasoning', 'reasoning-beside'],
  // Models that make images bill all of their output as images.
  output_image: ['output-image', 'output', 'images'],
  output_audio: ['output-audio'],
  output_video: ['output-video'],
  web_searches: ['web-searches'],
  web_searches_low: ['search-context'],
  web_searches_medium: ['search-context'],
  web_searches_high: ['search-context'],
  seconds: ['seconds'],
  characters: ['characters'],
  pages: ['pages'],
  pages_credited: ['credits'],
  annotated_pages: ['annotated-pages'],
  annotated_pages_credited: ['credits'],
  credits: ['credits'],
  queries: ['queries'],
  sessions: ['sessions'],
  images: ['images'],
  image_pixels: ['images'],
};

/** Fees and tokens that were cut come with any usage. */
function mayUse({ column }: SqlMeter, columns: UsageColumns): boolean {
  return ANY_OF[column]?.some((role) => columns.has(role)) ?? true;
}
