/** What comes along in the package. */
import imageInput from '../../fixtures/image-input.json' with { type: 'json' };
import { parseJson } from '../core/json.ts';
import { parseMediaRules, type MediaRules } from '../tokens/media/rules.ts';

/** The rules that come along for what is sent in beside text. */
export function ownMediaRules(): MediaRules {
  return parseMediaRules(parseJson(JSON.stringify(imageInput)));
}

/** Where the built files lie: beside this one, which the build makes CommonJS of. */
export function packageDir(): string {
  return typeof __dirname === 'string' ? __dirname : '';
}
