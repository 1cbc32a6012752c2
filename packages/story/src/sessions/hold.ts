import type { NodeDefinition } from '@graphkeep/models';
import type { StoryGraph } from '@graphkeep/models/story';
import { cypher, defineService, type Scoped } from '@graphkeep/platform';
import { z } from 'zod';

const rows = z.object({ held: z.int() });
const mark = cypher.ident('$held');

/** It is no one's reading: the service only locks, within the transaction of whoever calls it. */
const holds = defineService({
  name: 'story.holds',
  open:
    (system: Scoped<StoryGraph>) =>
    async ({ label, stored, key }: NodeDefinition, id: string): Promise<void> => {
      await system.query(
        cypher`MATCH (n:${cypher.ident(stored)}) WHERE n.${cypher.ident(key)} = ${id} SET n.${mark} = true REMOVE n.${mark} RETURN count(n) AS held`,
        { rows, writes: [label], changes: [], operation: `${label}.hold` },
      );
    },
});

/**
 * Keeps a node from every other writer until the transaction around it ends, so that what is read afterwards stays true.
 * Writing takes the lock; a property that is set and removed at once leaves nothing behind, so nothing is told to the journal.
 */
export const hold = (platform: Scoped<StoryGraph>, definition: NodeDefinition, id: string): Promise<void> =>
  platform.service(holds)(definition, id);
