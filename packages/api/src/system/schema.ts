import { z } from 'zod';
import { answers } from '../answers.ts';
import { administer } from '../procedures.ts';
import { unbound } from './unbound.ts';

const item = z.object({
  kind: z.string(),
  name: z.string(),
  label: z.string(),
  properties: z.array(z.string()),
});
const schemaReport = z.object({
  engine: z.string(),
  /** What definitions ask for, and is not in the store. */
  missing: z.array(item),
  /** What is in the way of what they ask for. */
  changed: z.array(z.object({ wanted: item, found: item })),
  /** What no definition asks for. `ours` was made for one of before. */
  extra: z.array(z.object({ item, ours: z.boolean() })),
  /** A sentence each. */
  problems: z.array(z.string()),
});

/** The reasons may name labels of others in the same database, so it is for operators. */
export const schema = administer('system')
  .meta({ summary: 'How the constraints and indexes of the graph differ from what its definitions ask for.' })
  .output(answers(schemaReport))
  .query(({ ctx }) => unbound(ctx.scoped).operations.schema());
