import type { CommandOf } from '../frame/command-of.ts';
import { group } from '../frame/group.ts';
import { infraCapacity } from './capacity.ts';
import { explainInfra } from './explain.ts';
import { optimiseInfra } from './optimise.ts';
import { validateInfra } from './validate.ts';

export const infraCommands: CommandOf = (program, frame) => {
  const infra = group(program, 'infra', "Validates the estate's data, and keeps its measurements fast.");
  for (const add of [validateInfra, optimiseInfra, explainInfra, infraCapacity]) add(infra, frame);
};
