import { apply } from './apply.ts';
import { capacity } from './capacity.ts';
import { explain } from './explain.ts';
import { indexUse } from './index-use.ts';
import { plan } from './plan.ts';
import { profileGraph } from './profile-graph.ts';

export const optimisation = { plan, apply, explain, capacity, indexUse, profileGraph };
