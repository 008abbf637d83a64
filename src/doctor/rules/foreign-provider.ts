import { companyOf } from '../../models/vendors.ts';
import type { MapRule } from '../rule.ts';
import { beginningOf } from '../survey/names.ts';

/**
 * A provider that no other entry with this beginning of the key has.
 *
 * The case: none in the maps so far; a copied entry whose `litellm_provider` was not changed.
 */
export const foreignProvider: MapRule = {
  id: 'foreign-provider',
  severity: 'warning',
  title: 'a provider that does not belong to the key',
  sees: 'map',
  check: ({ entry, survey }) => {
    if (entry.provider === null) return [];
    const beginning = beginningOf(entry.key);
    const providers = survey.providersOf(beginning);
    const total = [...providers.values()].reduce((sum, each) => sum + each, 0);
    const own = providers.get(companyOf(entry.provider)) ?? 0;
    const [usual] = [...providers].toSorted(([, a], [, b]) => b - a);
    if (usual === undefined || own > 1 || total < ENOUGH || usual[1] < total * NEARLY_ALL) return [];
    const reason = `The provider is ${entry.provider}, and ${usual[0]} at ${usual[1]} of ${total} entries whose keys begin like this one.`;
    return [{ field: 'litellm_provider', figure: null, reason }];
  },
};

const ENOUGH = 8;
const NEARLY_ALL = 0.85;
