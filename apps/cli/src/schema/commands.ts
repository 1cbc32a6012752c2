import type { CommandOf } from '../frame/command-of.ts';
import { group } from '../frame/group.ts';
import { schemaDiff } from './diff.ts';
import { schemaPlan } from './plan.ts';
import { showSchema } from './show.ts';

export const schemaCommands: CommandOf = (program, frame) => {
  const schema = group(
    program,
    'schema',
    'Shows the constraints and indexes of the graph, and how they differ from the definitions.',
  );
  for (const add of [showSchema, schemaDiff, schemaPlan]) add(schema, frame);
};
