import type { Missing, StoreName } from '../protocol.ts';

interface Guide {
  readonly title: string;
  readonly variable: string;
  readonly local: string;
}

const DEBIAN = 'a Linux with apt-get, dpkg-deb and a Debian mirror in its apt sources';

export const GUIDES: Readonly<Record<StoreName, Guide>> = {
  neo4j: {
    title: 'Neo4j',
    variable: 'GRAPHKEEP_TEST_NEO4J_URL',
    local: 'Maven (mvn) and a JDK from 17 to 25',
  },
  redis: { title: 'Redis', variable: 'GRAPHKEEP_TEST_REDIS_URL', local: DEBIAN },
  postgres: { title: 'PostgreSQL', variable: 'GRAPHKEEP_TEST_POSTGRES_URL', local: DEBIAN },
  cluster: { title: 'Redis Cluster', variable: 'GRAPHKEEP_TEST_REDIS_CLUSTER', local: DEBIAN },
  sentinel: { title: 'Redis Sentinel', variable: 'GRAPHKEEP_TEST_REDIS_SENTINEL', local: DEBIAN },
};

/** Where a missing store is an error it is thrown; elsewhere the first to miss it in a run says so, loudly. */
export function reportMissing(store: StoreName, { missing, first }: Missing, strict: boolean): void {
  const { title, variable, local } = GUIDES[store];
  const remedy = `To get it: set ${variable}, or run Docker, or install ${local}.`;
  if (strict)
    throw new Error(`${title} is missing, and with CI set that is a failure. ${missing}. ${remedy}`);
  const reason = missing.replaceAll(/\s*\n\s*/g, ' | ');
  if (first)
    process.stderr.write(`\n!!! ${title} IS MISSING: ITS TESTS ARE SKIPPED. ${reason}. ${remedy}\n\n`);
}
