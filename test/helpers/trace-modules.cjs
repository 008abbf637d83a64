// Loaded before the command. At its end, what was loaded is written as JSON to the file that
// TRACE_MODULES names: Node's own modules, and the files that were asked for with require.
const fs = require('node:fs');
const Module = require('node:module');

const files = new Set();
const { _extensions: extensions } = Module;
for (const kind of Object.keys(extensions)) {
  const load = extensions[kind];
  extensions[kind] = (module, path) => {
    files.add(path);
    return load(module, path);
  };
}
process.on('exit', () => {
  const own = process.moduleLoadList.flatMap((line) => /^NativeModule (.*)$/.exec(line)?.[1] ?? []);
  fs.writeFileSync(process.env.TRACE_MODULES, JSON.stringify({ own, files: [...files] }));
});
