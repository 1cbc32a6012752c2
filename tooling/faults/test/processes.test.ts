import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { eventually } from '@graphkeep/test/eventually';
import { expect, test } from 'vitest';
import { killProcess, pauseProcess, startProcess } from '../src/index.ts';
import { httpServer, portOf, script, stubborn } from './support/script.ts';

const ready = /port \d+\./;
const ask = async (port: number, deadlineMs = 5_000): Promise<string> => {
  const answer = await fetch(`http://127.0.0.1:${port}`, { signal: AbortSignal.timeout(deadlineMs) });
  return answer.text();
};
const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('a paused process does not answer, and goes on after the block, even one that fails', async () => {
  await using server = await script(httpServer, { ready });
  const port = portOf(server);
  const failing = async (): Promise<void> => {
    using _pause = pauseProcess(server.pid);
    await expect(ask(port, 150)).rejects.toThrow('timeout');
    throw new Error('the test fails here');
  };
  await expect(failing()).rejects.toThrow('the test fails here');
  expect(await ask(port)).toBe(String(server.pid));
});

test('resume ends a pause early, and a process that died meanwhile is no error', async () => {
  await using server = await script(httpServer, { ready });
  using pause = pauseProcess(server.pid);
  pause.resume();
  expect(await ask(portOf(server))).toBe(String(server.pid));
  await server.kill();
  pause.resume();
  expect(() => pauseProcess(server.pid)).toThrow(`There is no process ${server.pid} to pause.`);
});

test('a process that was paused goes on when this process exits', async () => {
  await using server = await script(httpServer, { ready });
  const faults = new URL('../src/index.ts', import.meta.url).href;
  await using pauser = await script(
    `import { pauseProcess } from '${faults}'; pauseProcess(${server.pid}); throw new Error('forgot it');`,
  );
  expect((await pauser.exited).code).toBe(1);
  expect(pauser.output()).toContain('forgot it');
  expect(await ask(portOf(server))).toBe(String(server.pid));
});

test('killProcess waits until the process is gone', async () => {
  const child = spawn('sleep', ['60']);
  await once(child, 'spawn');
  if (child.pid === undefined) throw new Error('no pid');
  await killProcess(child.pid);
  expect(isThere(child.pid)).toBe(false);
  await killProcess(child.pid);
});

test('killProcess says which process did not go in time', async () => {
  await using process = await script(stubborn, { ready: /up/, stopMs: 50 });
  await expect(killProcess(process.pid, 'SIGTERM', { deadlineMs: 50 })).rejects.toThrow(
    `Process ${process.pid} is still there 50 ms after SIGTERM.`,
  );
});

test('startProcess starts, is killed, and restarts the same command', async () => {
  await using server = await script(httpServer, { ready });
  const first = server.pid;
  expect(await ask(portOf(server))).toBe(String(first));
  expect(await server.kill()).toEqual({ code: null, signal: 'SIGKILL' });
  await expect(ask(portOf(server))).rejects.toThrow('fetch failed');

  await server.restart();
  expect(server.pid).not.toBe(first);
  expect(await ask(portOf(server))).toBe(String(server.pid));

  const second = server.pid;
  await server.restart();
  expect(isThere(second)).toBe(false);
  expect(await ask(portOf(server))).toBe(String(server.pid));
});

test('stop is SIGTERM, and SIGKILL when that is not obeyed', async () => {
  await using polite = await script(httpServer, { ready });
  expect(await polite.stop()).toEqual({ code: null, signal: 'SIGTERM' });
  await using rude = await script(stubborn, { ready: /up/, stopMs: 100 });
  expect(await rude.stop()).toEqual({ code: null, signal: 'SIGKILL' });
  expect(rude.output()).toBe('up\nno\n');
});

test('disposal ends the process', async () => {
  const server = await script(httpServer, { ready });
  await server[Symbol.asyncDispose]();
  expect(isThere(server.pid)).toBe(false);
});

test('ready may be a question; while it fails the process is not ready', async () => {
  let asked = 0;
  const question = async (): Promise<boolean> => {
    asked += 1;
    if (asked === 1) throw new Error('connection refused');
    return asked === 3;
  };
  await using _server = await script(stubborn, { ready: question, stopMs: 0 });
  expect(asked).toBe(3);
});

test('cwd and env reach the process, beside the environment of this one', async () => {
  await using process = await script(
    'console.log(process.cwd(), process.env.COLOUR, "PATH" in process.env)',
    {
      cwd: '/',
      env: { COLOUR: 'blue' },
    },
  );
  expect(await process.exited).toEqual({ code: 0, signal: null });
  expect(process.output()).toBe('/ blue true\n');
});

test('output keeps the last part only', async () => {
  await using process = await script(
    'for (let i = 0; i < 10_000; i += 1) console.log(i); console.error("end")',
    {
      outputLimit: 100,
    },
  );
  await process.exited;
  expect(process.output().length).toBe(100);
  await eventually(() => expect(process.output()).toContain('9999\n'));
});

test('a command that is not there, ends early or is never ready is an error with its output', async () => {
  await expect(startProcess('no-such-command', [])).rejects.toThrow('Cannot start no-such-command');
  await expect(script('console.log("bad option"); process.exit(3)', { ready })).rejects.toThrow(
    /ended \(code 3\) before it was ready. Its output:\nbad option/,
  );
  let pid = 0;
  // A shell: Node could need longer than this to print anything on a busy machine.
  const never = startProcess('sh', ['-c', 'echo pid $$; exec sleep 60'], {
    ready: () => new Promise(() => {}),
    readyMs: 1_000,
  });
  await expect(
    never.catch((error: Error) => {
      pid = Number(/pid (\d+)/.exec(error.message)?.[1]);
      throw error;
    }),
  ).rejects.toThrow('was not ready after 1000 ms');
  expect(pid).toBeGreaterThan(0);
  expect(isThere(pid)).toBe(false);
});
