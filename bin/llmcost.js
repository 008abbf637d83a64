#!/usr/bin/env node
'use strict';

const { readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { Script } = require('node:vm');
const { join } = require('node:path');

// The class that node:module exports, which takes a while to load for those who only want this.
const Module = module.constructor;
const dist = join(__dirname, '..', 'dist');
const [, , use = ''] = process.argv;
// Somebody who presses Tab waits for every millisecond: what answers is a file of its own.
if (use === '__complete') require(join(dist, 'complete.cjs')).run(dist);
else loadCompiled(join(dist, 'llmcost.cjs'), use).run(dist);

/**
 * Loads a CommonJS file and keeps what V8 compiled of it in a file beside it, so that the next start
 * does not compile it again: a seventh of a start. (Node's own module.enableCompileCache does this
 * from 22.8 on, but not in Node 20.) Where that file cannot be written, all is as without it.
 *
 * V8 compiles what a run needs, so each use has a file of its own. V8 itself refuses the file of
 * another version of V8 or of other flags; that it belongs to this very source is said by the name,
 * which holds a hash made by the build.
 *
 * @param {string} path
 * @param {string} use what the run is about: the name of the command.
 */
function loadCompiled(path, use) {
  const source = readFileSync(path, 'latin1');
  const [, hash] = /^\/\/([0-9a-f]{16})\n/.exec(source) ?? [];
  const cache = `${path}.${hash}-${process.versions.v8}-${process.arch}-${use.replace(/[^a-z]/g, '')}`;
  const cachedData = hash === undefined ? undefined : readIfThere(cache);
  const script = new Script(`(function (exports, require, module) {${source}\n})`, {
    filename: path,
    cachedData,
  });
  const loaded = new Module(path);
  loaded.loaded = true;
  // The files beside this one ask for it by its name: they must get this very copy, whose classes are ours.
  require.cache[path] = loaded;
  const requireThere = (id) => require(id.startsWith('./') ? join(dist, id) : id);
  script.runInThisContext()(loaded.exports, requireThere, loaded);
  if (hash !== undefined && (cachedData === undefined || script.cachedDataRejected)) {
    // At the end, when the functions that a run needs have been compiled too; not for a mistyped word.
    process.once('exit', (code) => {
      if (code === 0) writeIfPossible(cache, () => script.createCachedData());
    });
  }
  return loaded.exports;
}

function readIfThere(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function writeIfPossible(path, dataOf) {
  const beside = `${path}.${process.pid}`;
  try {
    writeFileSync(beside, dataOf(), { flag: 'wx' });
    renameSync(beside, path);
  } catch {
    rmSync(beside, { force: true });
  }
}
