export { banner } from './banner.ts';
export { domainMigrators, domainsFor } from './domains.ts';
export { runServer } from './run-server.ts';
export { openInProcess } from './socket/open-in-process.ts';
export { type RunningServer, type Served, type StartOptions, startServer } from './start-server.ts';
