import type { CommandOf } from '../frame/command-of.ts';
import { group } from '../frame/group.ts';
import { migrateDown } from './down.ts';
import { migrateHistory } from './history.ts';
import { migrateStatus } from './status.ts';
import { migrateUp } from './up.ts';

export const migrateCommands: CommandOf = (program, frame) => {
  const migrate = group(
    program,
    'migrate',
    'Runs the migrations of the graph, of the SQL store and of domains.',
  );
  for (const add of [migrateStatus, migrateUp, migrateDown, migrateHistory]) add(migrate, frame);
};
