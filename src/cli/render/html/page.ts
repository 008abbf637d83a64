import { createHash } from 'node:crypto';
import { readPackaged } from '../../../core/data-files.ts';
import type { Deps } from '../../../core/deps.ts';
import { asObject, asText, field } from '../../../core/json.ts';
import { VERSION } from '../../version.ts';
import { escaped } from './escape.ts';

export interface PageContent {
  readonly title: string;
  /** HTML. */
  readonly body: string;
}

/** Which script a page carries: one for its tables, or one that draws charts, too. */
export type PageKind = 'page' | 'charts';

/** The style and the script of a kind of page; the build makes them (src/build/pages.mjs). */
export interface PageAssets {
  readonly style: string;
  readonly script: string;
}

export function readAssets(kind: PageKind | 'site', deps: Deps): PageAssets {
  const assets = asObject(field(asObject(readPackaged(deps, 'pages.json')), kind));
  const [style, script] = [asText(field(assets, 'style')), asText(field(assets, 'script'))];
  if (style === undefined || script === undefined) throw new Error(`pages.json has no ${kind}.`);
  return { style, script };
}

/** One file that requests nothing: its policy allows this style and this script, and no other of either. */
export function htmlPage(content: PageContent, kind: PageKind, deps: Deps): string {
  const { style, script } = readAssets(kind, deps);
  const made = deps.now().toISOString().slice(0, 16).replace('T', ' ');
  return documentHtml(content, {
    policy: { style: `'${hashOf(style)}'`, script: `'${hashOf(script)}'` },
    head: `<style>${style}</style>`,
    end: `<script>${script}</script>`,
    footer: `Made by llmcost ${VERSION} on ${made} UTC.`,
  });
}

export const SITE_STYLE = 'llmcost.css';
export const SITE_SCRIPT = 'llmcost.js';

/**
 * A page that shares its style and its script with the others of a site. It holds no time of its making, so
 * that the same map makes the same bytes.
 * @param root where these two files lie from this page: empty, or `../`.
 */
export function sitePage(content: PageContent, root: string): string {
  return documentHtml(content, {
    // A page that is opened as a file has no origin that 'self' could mean.
    policy: { style: "'self' file:", script: "'self' file:" },
    head: `<link rel="stylesheet" href="${root}${SITE_STYLE}">`,
    end: `<script src="${root}${SITE_SCRIPT}"></script>`,
    footer: `Made by llmcost ${VERSION}.`,
  });
}

interface Frame {
  /** What may style the page, and what may run in it. */
  readonly policy: { readonly style: string; readonly script: string };
  readonly head: string;
  readonly end: string;
  readonly footer: string;
}

function documentHtml({ title, body }: PageContent, { policy, head, end, footer }: Frame): string {
  const rules = [
    "default-src 'none'",
    `style-src ${policy.style}`,
    `script-src ${policy.script}`,
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${rules.join('; ')}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>
${head}
</head>
<body>
<main>
${body}
<footer>${escaped(footer)}</footer>
</main>
${end}
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
