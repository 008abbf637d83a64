// Stands for node:child_process in the bundles. commander loads that module with itself, for commands that are
// programs of their own, and it brings sockets and streams: here it is loaded when one of its functions is called.
const load = () => process.getBuiltinModule('node:child_process');

module.exports = {
  get execFile() {
    return load().execFile;
  },
  get spawn() {
    return load().spawn;
  },
  get spawnSync() {
    return load().spawnSync;
  },
};
