import { settingsFor } from '../../../config/settings-for.ts';
import { compareText } from '../../../core/collections.ts';
import type { Deps } from '../../../core/deps.ts';
import { toJsonLine } from '../../../core/json-text.ts';
import { useMap, type MapOptions } from '../../../map/open.ts';
import { Candidate } from '../../../models/search/candidate.ts';
import type { LoadedMap } from '../../../models/store.ts';
import { SCHEMA_VERSION, type MapDocument } from '../../document.ts';
import { readAssets, SITE_SCRIPT, SITE_STYLE } from '../../render/html/page.ts';
import { pageMaker, type PageMaker } from '../show/document.ts';
import { INDEX, MANIFEST, MODELS, replaceSite, type SiteWriter } from './directory.ts';
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
  // The map comes first: where there is none, nothing is touched.
  return await useMap({ ...options, settings }, deps, ({ loaded }) => ({
    schemaVersion: SCHEMA_VERSION,
    directory: options.directory,
    ...replaceSite(options.directory, deps, ({ write }) =>
      writeSite({ loaded, maker, write }, options, deps),
    ),
    source: loaded.source,
    warnings: [...maker.warnings, ...loaded.warnings],
  }));
}

interface Work {
  readonly loaded: LoadedMap;
  readonly maker: PageMaker;
  readonly write: SiteWriter['write'];
}

function writeSite(
  { loaded, maker, write }: Work,
  { onPage }: SiteOptions,
  deps: Deps,
): Pick<SiteDocument, 'files' | 'bytes' | 'models'> {
  const written = { files: 0, bytes: 0 };
  const put = (path: string, content: string) => {
    write(path, content);
    written.files += 1;
    written.bytes += Buffer.byteLength(content);
  };
  const entries = [...loaded.store.all()].sort((a, b) => compareText(a.key, b.key));
  const rows: IndexRow[] = [];
  for (const entry of entries) {
    const page = maker.pageOf({ entry, by: 'key', requested: entry.key }, loaded);
    const row = rowOf(page, new Candidate(entry).state, `${MODELS}/${fileNameOf(entry.key)}`);
    put(row.file, modelPage(page));
    rows.push(row);
    onPage?.(rows.length, entries.length);
  }
  const models = rows.map(({ model, file }) => ({ model, file }));
  const { style, script } = readAssets('site', deps);
  put(INDEX, indexPage(rows, loaded.source));
  put(SITE_STYLE, style);
  put(SITE_SCRIPT, script);
  put(MANIFEST, toJsonLine({ schemaVersion: SCHEMA_VERSION, models }));
  return { ...written, models };
}
