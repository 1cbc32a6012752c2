import { GenericContainer, getContainerRuntimeClient, type StartedTestContainer } from 'testcontainers';
import type { NodeState, StopSignal } from '../protocol.ts';
import type { ServerNode } from '../servers/server.ts';
import { until } from '../servers/until.ts';

const START_DEADLINE_MS = 60_000;

/** Containers get the same port inside and outside, so that addresses that servers tell their clients hold outside too. */
export const container = (image: string, ports: readonly number[]): GenericContainer =>
  new GenericContainer(image).withExposedPorts(...ports.map((port) => ({ container: port, host: port })));

export async function dockerHost(): Promise<string> {
  const { info } = await getContainerRuntimeClient();
  return info.containerRuntime.host;
}

/** A server that is its container's main process: to kill one is to kill the other. */
export async function containerNode(
  started: StartedTestContainer,
  port: number,
  answers: () => Promise<boolean>,
  cleanStop: NodeJS.Signals = 'SIGTERM',
): Promise<ServerNode> {
  const client = await getContainerRuntimeClient();
  const handle = client.container.getById(started.getId());
  const ready = (): Promise<void> =>
    until(`the container on port ${port} answers`, START_DEADLINE_MS, answers);
  let running = true;
  await ready();
  return {
    get state(): NodeState {
      return { host: started.getHost(), port };
    },
    get running() {
      return running;
    },
    stop: async (signal: StopSignal) => {
      await handle.kill({ signal: signal === 'SIGTERM' ? cleanStop : signal });
      await handle.wait();
      running = false;
    },
    start: async () => {
      await handle.start();
      await ready();
      running = true;
    },
  };
}
