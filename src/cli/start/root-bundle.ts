/** The bundle that answers where no command is named: help, the version, and mistakes. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { answerWithout } from '../root.ts';
import type { CommandBundle } from './command-bundle.ts';
import { commandFile } from './files.ts';
import { run as runAnswer } from './run.ts';

export function run(packageDir: string): Promise<void> {
  const load = createRequire(join(packageDir, 'root.cjs'));
  return runAnswer(
    answerWithout((name, all) => {
      const bundle: CommandBundle = load(commandFile(name, packageDir));
      return bundle.help(all);
    }),
    packageDir,
  );
}
