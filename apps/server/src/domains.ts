/** All that this product opens its stores for. Whoever opens them, a server or a command, opens them for the same. */
export { domainMigrators, domainsFor } from '@graphkeep/api';
