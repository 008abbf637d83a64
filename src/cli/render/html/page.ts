import { createHash } from 'node:crypto';
import { VERSION } from '../../version.ts';
import { escaped } from './escape.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';

export interface HtmlPage {
  readonly title: string;
  /** HTML. */
  readonly body: string;
  /** ISO 8601. */
  readonly madeAt: string;
}

/** One file that asks for nothing: the policy allows this style and this script, and no other of either. */
export function htmlPage({ title, body, madeAt }: HtmlPage): string {
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(STYLE)}'`,
    `script-src '${hashOf(SCRIPT)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body}
<footer>Made by llmcost ${VERSION} on ${escaped(madeAt.slice(0, 16).replace('T', ' '))} UTC.</footer>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
