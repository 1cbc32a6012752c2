import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ToolEnvironment } from '../environment.ts';

const DEADLINE_MS = 1500;

/** Asks for a Docker daemon before the large client library is loaded; throws what was tried. */
export async function pingDocker(tools: ToolEnvironment): Promise<void> {
  const { dockerHost } = tools;
  const local = [
    '/var/run/docker.sock',
    join(tools.variables['XDG_RUNTIME_DIR'] ?? '/nowhere', 'docker.sock'),
    join(homedir(), '.docker/run/docker.sock'),
  ].filter((path) => existsSync(path));
  const hosts = dockerHost ? [dockerHost] : local.map((path) => `unix://${path}`);
  for (const host of hosts) if (await answers(host)) return;
  throw new Error(`no Docker daemon answers${dockerHost ? ` at DOCKER_HOST=${dockerHost}` : ''}`);
}

const answers = (host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const url = new URL(host);
    const at =
      url.protocol === 'unix:' ? { socketPath: url.pathname } : { host: url.hostname, port: url.port };
    const ping = request({ ...at, path: '/_ping', timeout: DEADLINE_MS }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    ping.once('error', () => resolve(false));
    ping.once('timeout', () => ping.destroy(new Error('late')));
    ping.end();
  });
