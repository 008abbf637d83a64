import { settingsFor } from '../../../config/settings-for.ts';
import { compareText } from '../../../core/collections.ts';
import type { Deps } from '../../../core/deps.ts';
import { toJsonLine } from '../../../core/json-text.ts';
import { useMap, type MapOptions } from '../../../map/open.ts';
import { Candidate } from '../../../models/search/candidate.ts';
import { SCHEMA_VERSION, type MapDocument } from '../../document.ts';
import { readAssets, SITE_SCRIPT, SITE_STYLE } from '../../render/html/page.ts';
import { pageMaker } from '../show/document.ts';
import { INDEX, MANIFEST, MODELS, replaceSite } from './directory.ts';
import { fileNameOf } from './file-name.ts';
import { indexPage, modelPage, rowOf, type IndexRow } from './pages.ts';

export interface SiteOptions extends MapOptions {
  readonly directory: string;
  /** Told after each page. */
  readonly onPage?: (done: number, total: number) => void;
}

export interface SiteModel {
  readonly model: string;
  /** Its page, in the directory. */
  readonly file: string;
}

export interface SiteDocument extends MapDocument {
  /** As it was given. */
  readonly directory: string;
  readonly files: number;
  readonly bytes: number;
  readonly models: readonly SiteModel[];
}

/** As many as `show` lists. */
const SIMILAR = 6;

/**
 * Writes a page for each model of the map, as `show --html` has it, and a list of all with a search. The same map and
 * settings make the same bytes.
 * @throws UsageError where the directory holds anything but a former site, or cannot be written.
 */
export async function site(options: SiteOptions, deps: Deps): Promise<SiteDocument> {
  const settings = await settingsFor(deps);
  const maker = await pageMaker({ similar: SIMILAR, similarOptions: {}, crossCheck: false }, settings, deps);
  return await replaceSite(options.directory, deps, async (directory) => {
    return await useMap({ ...options, settings }, deps, ({ loaded }) => {
      const counted = { files: 0, bytes: 0 };
      const write = (path: string, content: string) => {
        directory.write(path, content);
        counted.files += 1;
        counted.bytes += Buffer.byteLength(content);
      };
      const entries = [...loaded.store.all()].sort((a, b) => compareText(a.key, b.key));
      const rows: IndexRow[] = [];
      const models = entries.map((entry, at): SiteModel => {
        const page = maker.pageOf({ entry, by: 'key', requested: entry.key }, loaded);
        const file = `${MODELS}/${fileNameOf(entry.key)}`;
        write(file, modelPage(page));
        rows.push(rowOf(page, new Candidate(entry).state, file));
        options.onPage?.(at + 1, entries.length);
        return { model: entry.key, file };
      });
      const { style, script } = readAssets('site', deps);
      write(INDEX, indexPage(rows, loaded.source));
      write(SITE_STYLE, style);
      write(SITE_SCRIPT, script);
      write(MANIFEST, toJsonLine({ schemaVersion: SCHEMA_VERSION, models }));
      return {
        schemaVersion: SCHEMA_VERSION,
        directory: options.directory,
        ...counted,
        models,
        source: loaded.source,
        warnings: [...maker.warnings, ...loaded.warnings],
      };
    });
  });
}
