import { SCRIPTS, type Shell } from '../../completion/scripts.ts';
import { SCHEMA_VERSION, type Document } from '../../document.ts';
import { UsageError } from '../../../core/errors.ts';

/** The script that teaches a shell completion. */
export interface CompletionDocument extends Document {
  readonly shell: Shell;
  readonly script: string;
}

export const SHELLS: readonly Shell[] = ['bash', 'zsh', 'fish', 'powershell'];

/** @throws UsageError for a shell that there is no script for. */
export function completion(name: string): CompletionDocument {
  const shell = SHELLS.find((each) => each === name.toLowerCase());
  if (shell === undefined) {
    throw new UsageError(`There is no completion for "${name}".`, `Choose one of ${SHELLS.join(', ')}.`);
  }
  return { schemaVersion: SCHEMA_VERSION, shell, script: SCRIPTS[shell], warnings: [] };
}
