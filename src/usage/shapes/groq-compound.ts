import { type JsonObject, asObject, asObjects, asText, field } from '../../core/json.ts';
import { chargesOf } from '../charges.ts';
import { replyIdOf } from '../context.ts';
import { readPlace } from '../read-place.ts';
import type { LineShape } from '../shape.ts';
import { openaiChat } from './openai-chat.ts';

/**
 * A reply of Groq's compound systems. `usage` adds up the models that worked on it, and each is billed
 * at its own price; what the tools did is billed beside.
 */
export const groqCompound: LineShape = {
  addsUp: true,
  recognises: (line) => modelsOf(line).length > 0,
  read(line) {
    const id = replyIdOf({ usage: line, holders: [line], bare: true });
    const tools = asObjects(field(line, 'choices')).flatMap((choice) =>
      asObjects(field(asObject(field(choice, 'message')), 'executed_tools')),
    );
    const charges = chargesOf({ toolCall: tools.length });
    return modelsOf(line).map((item, index) => {
      const usage = asObject(field(item, 'usage')) ?? {};
      return readPlace({ usage, holders: [item, line], bare: false }, openaiChat, {
        model: asText(field(item, 'model')),
        provider: 'groq',
        dedupeKey: id === undefined ? undefined : `${id} ${index + 1}`,
        ...(index === 0 && charges.length > 0 ? { charges } : {}),
      });
    });
  },
};

function modelsOf(line: JsonObject): readonly JsonObject[] {
  const models = asObjects(field(asObject(field(line, 'usage_breakdown')), 'models'));
  return models.filter((item) => asObject(field(item, 'usage')) !== undefined);
}
