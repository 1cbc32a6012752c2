import { GUIDES } from '../client/missing.ts';
import type { Services } from '../client/services.ts';
import { type ServerAddress, type StoreName, storeName } from '../protocol.ts';

const USUAL: readonly StoreName[] = ['neo4j', 'redis', 'postgres'];

/** Prints lines for a .env file on the standard output and all else on the other; answers the exit code. */
export async function startHeld(services: Services, names: readonly string[]): Promise<number> {
  const wanted = storeName.array().safeParse(names);
  if (!wanted.success) {
    process.stderr.write(
      `start takes names of stores: ${storeName.options.join(', ')}; not "${names.join(' ')}"\n`,
    );
    return 2;
  }
  const stores = wanted.data.length > 0 ? wanted.data : USUAL;
  const answers = await services.hold(stores);
  let missing = 0;
  for (const [index, answer] of answers.entries()) {
    const store = stores[index];
    if ('address' in answer) process.stdout.write(lines(answer.address).join(''));
    else if (store) {
      missing += 1;
      process.stderr.write(`${GUIDES[store].title} could not be started. ${answer.missing}\n`);
    }
  }
  return missing === 0 ? 0 : 1;
}

function lines(address: ServerAddress): string[] {
  switch (address.store) {
    case 'neo4j':
      return [
        `NEO4J_URI=${address.url}\n`,
        `NEO4J_USERNAME=${address.username}\n`,
        `NEO4J_PASSWORD=${address.password}\n`,
      ];
    case 'redis':
      return [`REDIS_URL=${address.url}\n`];
    case 'postgres':
      return [`DATABASE_URL=${address.url}\n`];
    case 'cluster':
      return [`REDIS_CLUSTER=${list(address.nodes)}\n`];
    case 'sentinel':
      return [`REDIS_SENTINEL=${address.name}@${list(address.sentinels)}\n`];
  }
}

const list = (nodes: readonly { host: string; port: number }[]): string =>
  nodes.map(({ host, port }) => `${host}:${port}`).join(',');
