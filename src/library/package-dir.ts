/** Where the built files lie: beside this one, which the build makes CommonJS of. */
export function packageDir(): string {
  return typeof __dirname === 'string' ? __dirname : '';
}
