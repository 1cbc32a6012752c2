import { GraphkeepError } from '@graphkeep/core';
import type { Graphkeep } from '@graphkeep/sdk';

type Page = Awaited<ReturnType<Graphkeep['system']['keys']['list']>>;
export type Key = Page['items'][number];

export const allKeys = async (gk: Graphkeep, signal: AbortSignal): Promise<readonly Key[]> => {
  const found: Key[] = [];
  let after: string | undefined;
  do {
    const { items, next } = await gk.system.keys.list(after === undefined ? {} : { after }, { signal });
    found.push(...items);
    after = next ?? undefined;
  } while (after !== undefined);
  return found;
};

export const findKey = async (gk: Graphkeep, keyId: string, signal: AbortSignal): Promise<Key> => {
  const found = (await allKeys(gk, signal)).find((key) => key.keyId === keyId);
  if (found) return found;
  throw new GraphkeepError('not_found', `There is no key ${keyId}. \`graphkeep keys list\` shows all.`);
};
