import type { Graph } from '@graphkeep/models';
import { withAuditNodes } from '../audit/with-audit-nodes.ts';
import { withErasureNode } from '../erasures/erasure-node.ts';
import { withKeyNode } from '../keys/with-key-node.ts';

/** All that a platform for this graph keeps: its nodes, and those of keys, audit and erasures. */
export const storedGraph = <G extends Graph>(graph: G) => withErasureNode(withAuditNodes(withKeyNode(graph)));
