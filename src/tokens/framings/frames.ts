import type { Families, Framing } from '../families.ts';
import { countAnthropic } from './anthropic.ts';
import type { CountFrame } from './framing.ts';
import { countChatMl, countHarmony, countReasoning } from './openai.ts';
import { countGemini, countOther, countPlain } from './others.ts';

/** How a chat is counted, by what the model's API puts around it. */
export function frameFor(framing: Framing, { toolPrompts }: Pick<Families, 'toolPrompts'>): CountFrame {
  const frames: Readonly<Record<Framing, CountFrame>> = {
    chatml: countChatMl,
    reasoning: countReasoning,
    harmony: countHarmony,
    anthropic: countAnthropic(toolPrompts),
    gemini: countGemini,
    other: countOther,
    none: countPlain,
  };
  return frames[framing];
}
