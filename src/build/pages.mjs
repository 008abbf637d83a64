import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const BROWSER = 'src/cli/render/html/browser';

/** The packages whose code a kind of page carries; their licenses want to go with it. */
const PACKAGES = { page: [], site: [], charts: ['uplot'] };

/** The style and the script of each kind of page, as one data file. */
export async function pageFiles(root) {
  const pages = Object.entries(PACKAGES).map(async ([kind, packages]) => {
    const [style, script] = await Promise.all(
      [`${kind}.css`, `${kind}.ts`].map((name) => bundled(root, name)),
    );
    const licenses = packages.map((name) => {
      const text = readFileSync(join(root, 'node_modules', name, 'LICENSE'), 'utf8').trim();
      return `/*! ${name}\n${text} */\n`;
    });
    const page = { style, script: licenses.join('') + script };
    // Where it stands in a page, this would end it.
    if (/<\/(script|style)|<!--/i.test(page.style + page.script)) throw new Error(`${kind} holds markup`);
    return [kind, page];
  });
  return { 'pages.json': JSON.stringify(Object.fromEntries(await Promise.all(pages))) };
}

async function bundled(root, name) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [`${BROWSER}/${name}`],
    tsconfig: `${BROWSER}/tsconfig.json`,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
    write: false,
  });
  return outputFiles[0].text.trim();
}
