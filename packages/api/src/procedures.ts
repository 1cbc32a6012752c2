import { openPipeline, pipeline } from './pipeline.ts';
import { transacting } from './transacting.ts';
import { t } from './trpc.ts';

/** For whoever asks: the version. */
export const openProcedure = t.procedure.use(openPipeline);
/** For callers with a key whose scope is stated by the `meta`; without one it is closed. */
const procedure = t.procedure.use(pipeline);

/** The field that says whose data it is, in domains whose data is somebody's. */
const owners: Readonly<Record<string, string>> = { story: 'playerId' };

export interface DomainOptions {
  /** The field that says whose data it is; undefined where it is nobody's. */
  readonly owner: string | undefined;
}

/** A procedure for keys with the scope `DOMAIN:ACCESS`. */
export const inDomain = (
  domain: string,
  access: 'read' | 'write' | 'admin',
  { owner }: DomainOptions = { owner: owners[domain] },
) => procedure.meta({ scope: `${domain}:${access}`, ...(owner !== undefined && { owner }) });

/** What only reads, for keys with `DOMAIN:read`. */
export const read = (domain: string) => inDomain(domain, 'read');
/**
 * What changes the graph, for keys with `DOMAIN:write`: all of it in one transaction, and once for an idempotency key. The
 * work may run more than once, so let it touch nothing but the graph, and the rest by `afterCommit`.
 */
export const write = (domain: string) => transacting(inDomain(domain, 'write'));
/** What changes something by other means than one transaction: by `ctx.once` it must see itself that it happens once. */
export const writeOutside = (domain: string) => inDomain(domain, 'write');
/** For operators: keys with `DOMAIN:admin`. */
export const administer = (domain: string) => inDomain(domain, 'admin');
