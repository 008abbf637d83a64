/** Small maps made up for tests: names and figures are our own. */

/** A map of so many models, as a server would publish it. */
export function mapOf(models: number, price = 2e-6): string {
  const entries = Array.from({ length: models }, (_unused, index) => [
    `tern-${index}`,
    {
      litellm_provider: 'shorebird',
      mode: index % 10 === 0 ? 'embedding' : 'chat',
      input_cost_per_token: price,
      output_cost_per_token: price * 4,
      max_input_tokens: 32_000 + index,
    },
  ]);
  return JSON.stringify(Object.fromEntries(entries), null, 1);
}

/** The price of `tern-1` in the map above, as a store tells it. */
export function priceIn(store: { get: (key: string) => { fields: object } | undefined }): unknown {
  const fields = store.get('tern-1')?.fields;
  return fields === undefined
    ? undefined
    : Object.entries(fields).find(([name]) => name === 'input_cost_per_token')?.[1];
}
