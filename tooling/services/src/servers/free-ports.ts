import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the range that systems take outgoing ports from, so that a stopped server finds its port free again. */
const LOWEST = 15_000;
const HIGHEST = 32_000;

const given = new Set<number>();

/** A port that another process takes meanwhile shows as a failed start. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = randomInt(LOWEST, HIGHEST);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    ports.push(port);
  }
  return ports;
}

export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  if (port === undefined) throw new Error('no free port');
  return port;
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
