// Makes one declaration file of the library: what its users' compilers and editors read. It holds what the
// library exports and what that refers to, and nothing of the rooms behind it.
import { join } from 'node:path';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';

export async function libraryTypes(root, entry) {
  const bundle = await rollup({
    input: join(root, entry),
    plugins: [dts({ tsconfig: join(root, 'tsconfig.json') })],
    external: /^node:/,
    onLog(level, { message }) {
      throw new Error(`The declarations of the library: ${message}`);
    },
  });
  const { output } = await bundle.generate({ format: 'es' });
  return output[0].code;
}
