import { grouped } from '../../core/collections.ts';
import { field } from '../../core/json.ts';
import { figure, flag, type Entry } from '../../models/entry.ts';
import type { Figures } from '../figures.ts';
import type { MapRule, MapSubject } from '../rule.ts';

/**
 * A mode that the rest of the entry contradicts: other names of the model have another, it calls
 * functions or writes text where the mode does neither, or it has no price of the kind that the mode
 * is billed by.
 *
 * The case: vercel_ai_gateway/cohere/embed-v4.0 and three other embedding models as chat, and the
 * realtime models of Azure, which were chat until the summer of 2026.
 */
export const wrongMode: MapRule = {
  id: 'wrong-mode',
  severity: 'warning',
  title: 'a mode that the rest of the entry contradicts',
  sees: 'map',
  check: (subject) => {
    const { mode } = subject.entry;
    if (mode === null) return [];
    const reason =
      notAMode(mode) ?? unlikeCopies(subject, mode) ?? byName(subject.entry, mode) ?? byFields(subject, mode);
    return reason === undefined ? [] : [{ field: 'mode', figure: null, reason }];
  },
};

/** The kinds of work: models are sold as `chat` and as `responses` side by side. */
const KINDS = {
  chat: 'text',
  completion: 'text',
  responses: 'text',
  realtime: 'text',
  embedding: 'vector',
  rerank: 'ranking',
  moderation: 'label',
  image_generation: 'image',
  image_edit: 'image',
  video_generation: 'video',
  audio_transcription: 'transcript',
  audio_speech: 'speech',
  ocr: 'pages',
  search: 'search',
  vector_store: 'store',
} as const satisfies Readonly<Record<string, string>>;

type Mode = keyof typeof KINDS;
type Kind = (typeof KINDS)[Mode];

function isMode(text: string): text is Mode {
  return Object.hasOwn(KINDS, text);
}

function kindOf(mode: string): Kind | undefined {
  return isMode(mode) ? KINDS[mode] : undefined;
}

function notAMode(mode: string): string | undefined {
  return isMode(mode) ? undefined : `"${mode}" is no mode; there are ${Object.keys(KINDS).join(', ')}.`;
}

function unlikeCopies({ entry, survey }: MapSubject, mode: string): string | undefined {
  const copies = survey.copies.ofAnyMode(entry).filter((copy) => copy.entry.mode !== null);
  const own = kindOf(mode);
  if (copies.length === 0 || copies.some((copy) => kindOf(copy.entry.mode ?? '') === own)) return undefined;
  const [first, ...rest] = [...grouped(copies, (copy) => copy.entry.mode ?? '').entries()];
  if (first === undefined || rest.length > 0) return undefined;
  const [theirs, some] = first;
  const [one] = some;
  if (some.length === 1 && one?.kinship === 'seller') return undefined;
  const who = some.length === 1 ? one?.entry.key : `all ${some.length} other entries of the model`;
  return `The mode is ${mode}, and ${theirs} at ${who}.`;
}

/** Words of a name that leave no doubt about the work. */
const WORDS: readonly (readonly [RegExp, Kind])[] = [
  [/rerank/, 'ranking'],
  [/embed(?!d?ed)/, 'vector'],
  [/(^|[^a-z])(whisper|transcribe|asr)([^a-z]|$)/, 'transcript'],
  [/(^|[^a-z])(tts)([^a-z]|$)/, 'speech'],
  [/moderation/, 'label'],
  [/dall-e|imagen-|gpt-image/, 'image'],
  [/(^|[^a-z])(veo|sora)-/, 'video'],
];

function byName({ key }: Entry, mode: string): string | undefined {
  const name = key.toLowerCase();
  const [word, kind] = WORDS.find(([pattern]) => pattern.test(name)) ?? [];
  if (word === undefined || kind === undefined || kind === kindOf(mode)) return undefined;
  return `The mode is ${mode}, although the name says "${word.exec(name)?.[0].replace(/[^a-z]/g, '')}".`;
}

/** Abilities of models that answer in text. */
const OF_TEXT = [
  'supports_function_calling',
  'supports_tool_choice',
  'supports_parallel_function_calling',
  'supports_reasoning',
  'supports_response_schema',
] as const;

/** What each kind of work that is not text is billed by. */
const BILLED_BY: Readonly<Partial<Record<Kind, RegExp>>> = {
  image: /image|pixel|second|request|character/,
  video: /video|second|image/,
  transcript: /audio|second|minute|character/,
  speech: /audio|character|second/,
  pages: /page|credit|token/,
  search: /query|request/,
};

function byFields({ entry, figures }: MapSubject, mode: string): string | undefined {
  const kind = kindOf(mode);
  if (kind === undefined) return undefined;
  if (kind === 'text') return vectorAmongText(entry, mode) ?? unitOfOthers(figures, mode);
  const priced = figures.all.filter(({ value }) => value > 0);
  if (kind === 'vector' || kind === 'ranking' || kind === 'label') {
    const ability = OF_TEXT.find((name) => flag(entry, name) === true);
    if (ability !== undefined) return `The mode is ${mode}, and the entry says ${ability}.`;
    const output = priced.find(({ direction }) => direction === 'output');
    return output === undefined
      ? undefined
      : `The mode is ${mode}, and ${output.field} is a price for output.`;
  }
  const units = BILLED_BY[kind];
  const [first] = priced;
  return units === undefined || first === undefined || priced.some((each) => units.test(each.field))
    ? undefined
    : `The mode is ${mode}, and its price is ${first.field}.`;
}

function vectorAmongText(entry: Entry, mode: string): string | undefined {
  return field(entry.fields, 'output_vector_size') !== undefined && figure(entry, 'output_vector_size') !== 0
    ? `The mode is ${mode}, and the entry has an output_vector_size.`
    : undefined;
}

/** Text is billed by the token, in old entries by the character or, reserved, by the second. */
function unitOfOthers({ all }: Figures, mode: string): string | undefined {
  const priced = all.filter(({ value }) => value > 0);
  const isOfText = priced.some(({ unit }) => TEXT_UNITS.has(unit));
  const [first] = priced.filter(({ unit, direction }) => OTHER_UNITS.has(unit) && direction === 'output');
  return isOfText || first === undefined
    ? undefined
    : `The mode is ${mode}, and the only price is ${first.field}.`;
}

const TEXT_UNITS: ReadonlySet<string> = new Set(['token', 'character', 'dbu_token', 'session']);
const OTHER_UNITS: ReadonlySet<string> = new Set(['image', 'pixel', 'page']);
