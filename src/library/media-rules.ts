import imageInput from '../../fixtures/image-input.json' with { type: 'json' };
import { parseJson } from '../core/json.ts';
import { parseMediaRules, type MediaRules } from '../tokens/media/rules.ts';

/** The rules that come along for what is sent in beside text. */
export function ownMediaRules(): MediaRules {
  return parseMediaRules(parseJson(JSON.stringify(imageInput)));
}
