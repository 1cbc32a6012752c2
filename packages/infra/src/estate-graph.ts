import type { InfraGraph } from '@graphkeep/models/infra';
import type { Scoped } from '@graphkeep/platform';

/** The estate's graph, as one principal may use it. */
export type EstateGraph = Scoped<InfraGraph>;
