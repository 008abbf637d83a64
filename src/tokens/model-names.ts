import { lastPart } from '../core/nearest.ts';

/**
 * The names by which rules know a model: without a provider's path (`azure/eu/gpt-4o`), the mark of a fine-tuned
 * model (`ft:gpt-4o:org::id`), and a vendor with its region (`us.anthropic.claude-sonnet-4-5`).
 */
export function ruleNames(model: string): readonly string[] {
  const bare = lastPart(model.trim().toLowerCase()).replace(/^ft:/, '');
  const behindVendor = bare.replace(/^(?:[a-z][a-z-]*\.)+(?=[a-z])/, '');
  return behindVendor === bare ? [bare] : [bare, behindVendor];
}

/** True for a name that a pattern fits: `gpt-4o*` begins so, `*claude*` holds it, `*` is any. */
export function fits(names: readonly string[], pattern: string): boolean {
  const part = pattern.replace(/^\*|\*$/g, '').toLowerCase();
  const matches = (name: string) => {
    if (pattern.startsWith('*')) return name.includes(part);
    return pattern.endsWith('*') ? name.startsWith(part) : name === part;
  };
  return names.some(matches);
}

/** The first rule that a model's name fits. */
export function ruleFor<T extends { readonly models: readonly string[] }>(
  rules: readonly T[],
  model: string,
): T | undefined {
  const names = ruleNames(model);
  return rules.find(({ models }) => models.some((pattern) => fits(names, pattern)));
}
