import type { Graph } from '@graphkeep/models';
import { auditGraph } from './audit-nodes.ts';

/** The application's graph, and beneath it the nodes that the audit is kept in. */
export const withAuditNodes = <G extends Graph>(graph: G): G => ({ ...graph, ...auditGraph });
