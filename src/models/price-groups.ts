import type { PriceGroup, Summary } from './store.ts';

/** The models that have a headline price, by their prices. */
export function priceGroupsOf(summaries: readonly Summary[]): readonly PriceGroup[] {
  const groups = new Map<string, Omit<PriceGroup, 'models'> & { readonly members: Summary[] }>();
  for (const summary of summaries) {
    const { unit, input, output } = summary;
    if (unit === null) continue;
    const id = `${unit} ${input} ${output}`;
    const group = groups.get(id);
    if (group === undefined) groups.set(id, { unit, input, output, members: [summary] });
    else group.members.push(summary);
  }
  return Array.from(groups.values(), ({ members, ...prices }) => ({ ...prices, models: () => members }));
}
