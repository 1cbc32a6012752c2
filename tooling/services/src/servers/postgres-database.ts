import pg from 'pg';

/** template0 because no one can be connected to it: TimescaleDB's workers look into every other database. */
export const createDatabase = (server: string, name: string): Promise<string> =>
  asAdmin(server, `CREATE DATABASE ${name} TEMPLATE template0`).then(() => {
    const url = new URL(server);
    url.pathname = `/${name}`;
    return url.href;
  });

export const dropDatabase = (server: string, name: string): Promise<void> =>
  asAdmin(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);

async function asAdmin(server: string, statement: string): Promise<void> {
  const client = new pg.Client({
    connectionString: server,
    connectionTimeoutMillis: 5000,
    query_timeout: 30_000,
  });
  client.on('error', () => {}); // a server that is being stopped; the query says it
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
