import { cacheCommands } from './cache/commands.ts';
import { completionCommand } from './completion/command.ts';
import { configCommands } from './config/commands.ts';
import { createCommand } from './create/command.ts';
import { doctorCommand } from './doctor/command.ts';
import { eraseCommands } from './erase/commands.ts';
import type { CommandOf } from './frame/command-of.ts';
import { infraCommands } from './infra/commands.ts';
import { jobsCommands } from './jobs/commands.ts';
import { keysCommands } from './keys/commands.ts';
import { migrateCommands } from './migrate/commands.ts';
import { schemaCommands } from './schema/commands.ts';
import { seedCommands } from './seed/commands.ts';
import { devCommand } from './serve/dev.ts';
import { serveCommand } from './serve/serve.ts';
import { storeCommands } from './store/commands.ts';
import { transferCommands } from './transfer/commands.ts';

/** Every command, in the order of the help. */
export const commands: readonly CommandOf[] = [
  createCommand,
  serveCommand,
  devCommand,
  doctorCommand,
  configCommands,
  seedCommands,
  transferCommands,
  migrateCommands,
  schemaCommands,
  keysCommands,
  cacheCommands,
  infraCommands,
  jobsCommands,
  storeCommands,
  eraseCommands,
  completionCommand,
];
