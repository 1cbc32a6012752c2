import { type StartedProcess, type StartOptions, startProcess } from '../../src/index.ts';

/** Starts a piece of JavaScript as a process of its own. */
export const script = (code: string, options: StartOptions = {}): Promise<StartedProcess> =>
  startProcess(process.execPath, ['--input-type=module', '--eval', code], options);

/** Says its port on stdout and answers every request with its pid. */
export const httpServer = `
  import { createServer } from 'node:http';
  const server = createServer((request, response) => response.end(String(process.pid)));
  server.listen(0, '127.0.0.1', () => console.log('port ' + server.address().port + '.'));
`;

/** Lives until it is ended; SIGTERM does not do it. */
export const stubborn = `
  process.on('SIGTERM', () => console.log('no'));
  setInterval(() => {}, 1_000);
  console.log('up');
`;

export const portOf = (server: StartedProcess): number => {
  const port = [...server.output().matchAll(/port (\d+)\./g)].at(-1)?.[1];
  if (port === undefined) throw new Error(`no port in: ${server.output()}`);
  return Number(port);
};
