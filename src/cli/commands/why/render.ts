import type { MatchedBy } from '../../../models/catalog.ts';
import type { WhyDocument, WhyLine } from './document.ts';
import { formatCount } from '../../../core/money.ts';
import type { PassedOver } from './passed-over.ts';
import { priceWords } from '../../render/money-words.ts';
import { sourceLines } from '../../render/source.ts';
import type { Style } from '../../render/style.ts';
import { printable, wrap } from '../../render/text.ts';

/** Why a request costs what it costs, in sentences. */
export function renderWhy(document: WhyDocument, style: Style): string {
  const { theme, width } = style;
  const say = (text: string, indent = '') => wrap(printable(text), width, indent);
  const head = [
    theme.title(printable(document.model)),
    say(matchWords(document)),
    say(mapWords(document)),
    say(requestWords(document)),
    ...document.assumptions.map(({ message }) => say(`Assumed: ${message}`)),
    ...document.overrides.map(({ message, file }) => say(`From your settings (${file}): ${message}`)),
  ];
  const lines = document.lines.map((line) => paragraph(line, style));
  return `${[head.join('\n'), ...lines].join('\n\n')}\n`;
}

const MATCHES: Readonly<Record<MatchedBy, (requested: string, model: string) => string>> = {
  key: (requested) => `"${requested}" is the key of an entry of the map.`,
  case: (requested, model) => `"${requested}" is the key ${model} in other letters.`,
  alias: (requested, model) => `"${requested}" is an alias that the entry ${model} names.`,
  provider: (requested, model) => `"${requested}" names the provider and the model of the entry ${model}.`,
  'user-alias': (requested, model) => `"${requested}" is your own alias for ${model}.`,
  'long-form': (requested, model) => `"${requested}" is a longer name of ${model}.`,
  variant: (requested, model) => `"${requested}" is a variant of ${model}.`,
  spelling: (requested, model) => `"${requested}" is ${model} in another spelling of its version.`,
};

function matchWords({ matchedBy, requested, model, providerName, mode }: WhyDocument): string {
  const kind = mode === null ? '' : `, mode ${mode}`;
  return `${MATCHES[matchedBy](requested, model)} It is sold by ${providerName}${kind}.`;
}

function mapWords({ source }: WhyDocument): string {
  const rows = sourceLines(source).map(([name = '', value = '']) => [name.toLowerCase(), value] as const);
  const [, what = ''] = rows[0] ?? [];
  const rest = rows.slice(1).map(([name, value]) => `${name === 'sha-256' ? 'SHA-256' : name} ${value}`);
  return `The prices are those of ${what}: ${rest.join(', ')}.`;
}

function requestWords({ isExample, lines, tier, region, speed, inputTokens }: WhyDocument): string {
  const parts = lines.map(({ label, quantity, unit }) => {
    return unit === 'token'
      ? `${formatCount(quantity)} ${label.toLowerCase()} tokens`
      : `${label.toLowerCase()}: ${formatCount(quantity)}`;
  });
  const conditions = [
    `${tier} tier`,
    ...(region === null ? [] : [`region ${region}`]),
    ...(speed === null ? [] : [`speed ${speed}`]),
    ...(inputTokens === 0 ? [] : [`${formatCount(inputTokens)} input tokens in all`]),
  ];
  const what = isExample ? 'No usage was given; an example stands in' : 'The request';
  return `${what}: ${parts.join(', ')}; ${conditions.join(', ')}.`;
}

function paragraph(line: WhyLine, { theme, width }: Style): string {
  const say = (text: string, indent: string) => wrap(printable(text), width, indent);
  const passed = line.passedOver.map((each) => say(passedWords(each), '    '));
  return [
    `${theme.heading(line.label)}: ${theme.key(priceWords(line.usdPerUnit, line.unit))}`,
    say(chosenWords(line), '  '),
    ...line.assumptions.map(({ message }) => theme.warn(say(`Assumed: ${message}`, '  '))),
    ...(passed.length === 0 ? [] : ['  Passed over:', ...passed]),
  ].join('\n');
}

function chosenWords({ field, condition, usdPerUnit }: WhyLine): string {
  if (field === null || usdPerUnit === null) {
    return 'The map lists no price for it and no rule supplies one, so that its cost is unknown, not 0.';
  }
  const because = condition === null ? 'the plain price; no condition applies' : `chosen by: ${condition}`;
  return `From ${field}, ${because}.`;
}

function passedWords({ field, unit, usdPerUnit, reason }: PassedOver): string {
  const price = usdPerUnit === null ? '' : ` (${priceWords(usdPerUnit, unit)})`;
  return `${field}${price}: ${reason}.`;
}
