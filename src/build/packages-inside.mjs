// Packages for rollup, which reads modules of JavaScript's own kind only: esbuild makes one of each.
import { build } from 'esbuild';

/**
 * Bundles each package that a source file names, with all that it needs itself.
 * @param settings esbuild's, as for every bundle of `dist`.
 */
export function packagesInside(settings) {
  return {
    name: 'packages-inside',
    resolveId(id, importer) {
      return importer !== undefined && /^[a-z@][\w./@-]*$/.test(id) && !isExternal(id, settings)
        ? `${PREFIX}${id}`
        : undefined;
    },
    async load(id) {
      if (!id.startsWith(PREFIX)) return undefined;
      const name = id.slice(PREFIX.length);
      const names = Object.keys(await import(name)).filter((each) => each !== 'module.exports');
      const { outputFiles } = await build({
        ...settings,
        format: 'esm',
        minify: false,
        stdin: {
          contents: `export { ${names.join(', ')} } from '${name}';`,
          resolveDir: settings.absWorkingDir,
        },
      });
      return outputFiles[0].text;
    },
  };
}

const PREFIX = '\0package:';

function isExternal(id, { external }) {
  return id.startsWith('node:') || external.includes(id);
}
