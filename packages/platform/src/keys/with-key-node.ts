import type { Graph } from '@graphkeep/models';
import { ApiKeyNode } from './api-key-node.ts';

/** The application's graph, and beneath it the node that the keys of the API are kept in. */
export const withKeyNode = <G extends Graph>(graph: G): G => ({ ...graph, [ApiKeyNode.label]: ApiKeyNode });
