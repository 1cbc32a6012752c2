import type { CommandOf } from '../frame/command-of.ts';
import { group } from '../frame/group.ts';
import { seedInfra } from './infra.ts';
import { seedStory } from './story.ts';

export const seedCommands: CommandOf = (program, frame) => {
  const seed = group(program, 'seed', 'Fills the stores with demo data.');
  for (const add of [seedStory, seedInfra]) add(seed, frame);
};
