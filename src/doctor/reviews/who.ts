import type { Deps } from '../../core/deps.ts';

/**
 * Who makes a review: what `--by` says, else the name that git knows, else the name of the account.
 */
export async function reviewer(
  by: string | undefined,
  { env, cwd }: Pick<Deps, 'env' | 'cwd'>,
): Promise<string> {
  if (by !== undefined && by.trim() !== '') return by.trim();
  return (await gitName(env, cwd)) ?? env['USER'] ?? env['USERNAME'] ?? 'unknown';
}

/** `git config user.name` in the working directory; undefined without git or without a name. */
async function gitName(env: Deps['env'], cwd: string): Promise<string | undefined> {
  const { execFile } = await import('node:child_process');
  return new Promise((done) => {
    const options = { cwd, env: { ...env }, timeout: 2000, windowsHide: true };
    execFile('git', ['config', 'user.name'], options, (error, stdout) => {
      const name = error === null ? stdout.trim() : '';
      done(name === '' ? undefined : name);
    });
  });
}
