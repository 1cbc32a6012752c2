import { secretOf } from '@graphkeep/core';

export const neo4jOptions = (password: string) => ({
  username: 'neo4j',
  password: secretOf(password),
  poolSize: 15,
  acquireMs: 5_000,
  connectMs: 5_000,
  maxLifetimeMs: 3_600_000,
});
