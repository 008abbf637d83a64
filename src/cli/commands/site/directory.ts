/** A site is written beside its directory and put in place when it is whole. */
import { existsSync, lstatSync, readdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { LEFTOVER_AGE_MS } from '../../../core/defaults.ts';
import type { Deps } from '../../../core/deps.ts';
import { LlmcostError, systemCode, UsageError } from '../../../core/errors.ts';
import { FILE_MODE, isInside, makeDirectory, whyRefused } from '../../../core/files.ts';
import { SITE_SCRIPT, SITE_STYLE } from '../../render/html/page.ts';

export const INDEX = 'index.html';
export const MODELS = 'models';
/** The keys of the models and the files of their pages; by it a former site is known. */
export const MANIFEST = 'llmcost-site.json';

const OURS: ReadonlySet<string> = new Set([INDEX, SITE_STYLE, SITE_SCRIPT, MODELS, MANIFEST]);

/** A site that is being written. */
export interface SiteWriter {
  readonly write: (path: string, content: string) => void;
}

/**
 * Writes all files of a site, or leaves everything as it was.
 * @throws UsageError where the directory holds anything but a former site, or cannot be written.
 */
export function replaceSite<T>(
  name: string,
  deps: Pick<Deps, 'cwd' | 'now'>,
  fill: (writer: SiteWriter) => T,
): T {
  const path = existing(resolve(deps.cwd, name));
  try {
    refuseOthers(path, name, deps.cwd);
    const parent = dirname(path);
    makeDirectory(parent);
    const prefix = `.${basename(path)}.llmcost-`;
    removeLeftovers(parent, prefix, deps.now());
    const fresh = join(parent, `${prefix}new-${process.pid}`);
    const former = join(parent, `${prefix}old-${process.pid}`);
    try {
      makeDirectory(join(fresh, MODELS));
      const result = fill({
        write: (file, content) => writeFileSync(join(fresh, file), content, { mode: FILE_MODE }),
      });
      exchange(fresh, path, former);
      return result;
    } finally {
      rmSync(fresh, { recursive: true, force: true });
    }
  } catch (error) {
    if (error instanceof LlmcostError || systemCode(error) === undefined) throw error;
    throw new UsageError(`${name} cannot be written: ${whyRefused(error)}.`, null, { cause: error });
  }
}

/** Where a link leads: the directory is replaced, and the link stays. */
function existing(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}

function refuseOthers(path: string, name: string, cwd: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isDirectory()) throw new UsageError(`${name} is not a directory.`, 'Give another name.');
  if (isInside(path, realpathSync(cwd))) {
    throw new UsageError(
      `${name} holds the directory that you are in, and would be replaced.`,
      'Name a directory in it: llmcost site prices',
    );
  }
  const names = readdirSync(path);
  if (names.length === 0) return;
  const foreign = names.find((each) => !OURS.has(each)) ?? foreignPage(join(path, MODELS));
  const isSite = names.includes(MANIFEST);
  if (isSite && foreign === undefined) return;
  throw new UsageError(
    isSite
      ? `${name} holds ${foreign}, which is no part of the site and would be lost.`
      : `${name} is not empty, and no site that llmcost made.`,
    isSite ? 'Move it away, or name another directory.' : 'Name a new or an empty directory.',
  );
}

function foreignPage(models: string): string | undefined {
  if (!existsSync(models)) return undefined;
  const foreign = readdirSync(models).find((each) => !each.endsWith('.html'));
  return foreign === undefined ? undefined : `${MODELS}/${foreign}`;
}

/** The new site takes the place of the former one, which comes back if that fails. */
function exchange(fresh: string, path: string, former: string): void {
  if (!existsSync(path)) return renameSync(fresh, path);
  renameSync(path, former);
  try {
    renameSync(fresh, path);
  } catch (error) {
    renameSync(former, path);
    throw error;
  }
  rmSync(former, { recursive: true, force: true });
}

/** What runs left that were killed. A young one may be at work. */
function removeLeftovers(parent: string, prefix: string, now: Date): void {
  for (const each of readdirSync(parent).filter((each) => each.startsWith(prefix))) {
    const path = join(parent, each);
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found !== undefined && now.getTime() - found.mtimeMs > LEFTOVER_AGE_MS)
      rmSync(path, { recursive: true, force: true });
  }
}
