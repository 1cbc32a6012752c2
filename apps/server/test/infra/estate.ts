import { type Estate, estateOf } from '@graphkeep/infra';
import type { Graphkeep } from '@graphkeep/sdk';

type Load = Parameters<Graphkeep['infra']['load']>[0];

const AT_ONCE = 1_000;

/** Sends an estate as whoever collects one would. */
export const sendEstate = async (gk: Graphkeep, estate: Estate = estateOf()): Promise<void> => {
  for (const nodes of portions([...estate.nodes()])) await gk.infra.load({ nodes } as Load);
  const relationships = [...estate.links()].map(({ from, type, to, properties }) => ({
    from: { label: from[0], key: from[1] },
    type,
    to: { label: to[0], key: to[1] },
    ...properties,
  }));
  for (const some of portions(relationships)) await gk.infra.load({ relationships: some } as Load);
};

const portions = <T>(items: readonly T[]): readonly T[][] =>
  Array.from({ length: Math.ceil(items.length / AT_ONCE) }, (_, at) =>
    items.slice(at * AT_ONCE, (at + 1) * AT_ONCE),
  );
