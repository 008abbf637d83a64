/**
 * Coding scores: the percentage of a benchmark's exercises that a model solved. The ones that come
 * along (fixtures/coding-scores.json) are Aider's polyglot benchmark; a file of the user's own, named
 * by `LLMCOST_SCORES`, takes their place. Both have this form:
 *
 *     {
 *       "name": "Aider",                                  optional: for the head of a column
 *       "benchmark": "Aider polyglot, percent correct",   optional
 *       "month": "2025-10",                               optional: else that of the newest run
 *       "source": "https://…",                            optional
 *       "models": {
 *         "gpt-5": 88,
 *         "o3": {
 *           "aliases": ["o3-2025-04-16"],                 optional
 *           "shows": "best",                              optional: "best" or "latest"
 *           "runs": [{ "percent": 81.3, "run": "o3 (high)", "date": "2025-06-25" }, …]
 *         }
 *       }
 *     }
 *
 * A key is a model's key in the cost map. A model shows its highest run; with `"shows": "latest"`, for
 * a name that has meant several models, the last one by date. A run that names a second model in
 * `with` is never shown. Other fields are for the reader of the file.
 */
import { UsageError } from '../core/errors.ts';
import { asText, field, isJsonObject, type JsonObject, type JsonValue } from '../core/json.ts';

/** The score that a model shows. */
export interface Score {
  /** Percent correct, 0 to 100. */
  readonly percent: number;
  /** How the benchmark was run, in its own words; null where the file does not say. */
  readonly run: string | null;
  /** The day of the run; null where the file does not say. */
  readonly date: string | null;
}

/** What the scores are of. */
export interface Benchmark {
  /** Short, for the head of a column: the file's `name`, else its `benchmark`. */
  readonly name: string | null;
  readonly benchmark: string | null;
  /** Of the newest run, `2025-10`; null where no run has a date. */
  readonly month: string | null;
  readonly source: string | null;
}

export interface Scores {
  readonly benchmark: Benchmark;
  /** By the model's key, and by each of its aliases. */
  readonly byKey: ReadonlyMap<string, Score>;
}

/**
 * Reads a parsed file of scores; `origin` is its name in messages.
 * @throws UsageError naming the place, when the file is not of that form or names a model twice.
 */
export function parseScores(json: JsonValue, origin: string): Scores {
  const models = isJsonObject(json) ? field(json, 'models') : undefined;
  if (!isJsonObject(json) || !isJsonObject(models)) throw bad(origin, '"models" must be an object');
  const byKey = new Map<string, Score>();
  for (const [key, value] of Object.entries(models)) {
    const at = `models: ${key}`;
    const score = shownScore(value, at, origin);
    for (const name of [key, ...aliases(value, at, origin)]) {
      if (byKey.has(name)) throw bad(origin, `${at}: "${name}" has a score already`);
      if (score !== undefined) byKey.set(name, score);
    }
  }
  return { benchmark: benchmarkOf(json, byKey.values(), origin), byKey };
}

function benchmarkOf(json: JsonObject, scores: Iterable<Score>, origin: string): Benchmark {
  const benchmark = asText(field(json, 'benchmark')) ?? null;
  const name = asText(field(json, 'name')) ?? benchmark;
  const month = field(json, 'month');
  if (month !== undefined && !(typeof month === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(month))) {
    throw bad(origin, '"month" must be a month such as 2025-10');
  }
  const newest = [...scores].flatMap(({ date }) => date ?? []).reduce((a, b) => (a > b ? a : b), '');
  return {
    name,
    benchmark,
    month: month ?? (newest === '' ? null : newest.slice(0, '2025-10'.length)),
    source: asText(field(json, 'source')) ?? null,
  };
}

/** The percentage of the model with exactly this key; null where there is none. */
export function scoreOf(scores: Scores, key: string): number | null {
  return scores.byKey.get(key)?.percent ?? null;
}

interface Run extends Score {
  readonly alone: boolean;
}

function shownScore(value: JsonValue | undefined, at: string, origin: string): Score | undefined {
  if (typeof value === 'number') return { percent: percentOf(value, at, origin), run: null, date: null };
  if (!isJsonObject(value)) throw bad(origin, `${at} must be a percentage or an object with "runs"`);
  const runs = runsOf(value, at, origin).filter((run) => run.alone);
  const shows = field(value, 'shows') ?? 'best';
  if (shows !== 'best' && shows !== 'latest') throw bad(origin, `${at}: "shows" must be "best" or "latest"`);
  if (shows === 'latest' && runs.some((run) => run.date === null)) {
    throw bad(origin, `${at}: every run must have a date, because "shows" is "latest"`);
  }
  const [first] = runs.sort((a, b) =>
    shows === 'latest' && a.date !== b.date
      ? String(a.date) < String(b.date)
        ? 1
        : -1
      : b.percent - a.percent,
  );
  return first === undefined ? undefined : { percent: first.percent, run: first.run, date: first.date };
}

function runsOf(model: JsonObject, at: string, origin: string): Run[] {
  const runs = field(model, 'runs');
  if (!Array.isArray(runs) || runs.length === 0)
    throw bad(origin, `${at}: "runs" must be a list that holds a run`);
  return runs.map((run: JsonValue, index) => {
    const place = `${at}: runs[${index}]`;
    if (!isJsonObject(run)) throw bad(origin, `${place} must be an object`);
    const date = field(run, 'date');
    if (date !== undefined && !(typeof date === 'string' && /^\d{4}-\d\d-\d\d$/.test(date))) {
      throw bad(origin, `${place}: "date" must be a day such as 2025-06-25`);
    }
    return {
      percent: percentOf(field(run, 'percent'), place, origin),
      run: asText(field(run, 'run')) ?? null,
      date: date ?? null,
      alone: field(run, 'with') === undefined,
    };
  });
}

function aliases(value: JsonValue | undefined, at: string, origin: string): readonly string[] {
  const list = isJsonObject(value) ? (field(value, 'aliases') ?? []) : [];
  if (!Array.isArray(list)) throw bad(origin, `${at}: "aliases" must be a list of names`);
  return list.map((name: JsonValue) => {
    if (typeof name !== 'string' || name === '')
      throw bad(origin, `${at}: "aliases" must be a list of names`);
    return name;
  });
}

function percentOf(value: JsonValue | undefined, at: string, origin: string): number {
  if (typeof value !== 'number' || !(value >= 0 && value <= 100)) {
    throw bad(origin, `${at}: ${JSON.stringify(value)} is no percentage from 0 to 100`);
  }
  return value;
}

function bad(origin: string, why: string): UsageError {
  return new UsageError(
    `The file of coding scores ${origin} cannot be used: ${why}.`,
    'Write it as { "models": { "gpt-5": 88 } }, in percent, or unset LLMCOST_SCORES.',
  );
}
