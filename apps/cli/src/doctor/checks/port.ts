import { createServer } from 'node:net';
import type { Check } from '../check.ts';
import { fine } from '../finding.ts';

/** Whether a server could listen, where none does yet. */
export const portCheck: Check = {
  name: 'port',
  run: async ({ config: { http }, socket }) => {
    if (socket !== undefined) return [];
    const at = `port ${http.port} of ${http.host}`;
    const code = await listenOnce(http.host, http.port);
    if (code === undefined) return [fine(`${at} is free`)];
    const inUse = code === 'EADDRINUSE';
    return [
      {
        severity: 'error',
        what: inUse
          ? `The ${at} is in use by another program.`
          : `The ${at} cannot be listened on (${code}).`,
        why: 'The server cannot start.',
        remedy: inUse
          ? 'Stop that program, or set PORT to another one.'
          : 'Set HOST and PORT to what this user may use.',
      },
    ];
  },
};

/** The code of what stands in the way. */
const listenOnce = (host: string, port: number): Promise<string | undefined> =>
  new Promise((settle) => {
    const server = createServer();
    server.once('error', (error) => settle('code' in error ? String(error.code) : error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => settle(undefined)));
  });
