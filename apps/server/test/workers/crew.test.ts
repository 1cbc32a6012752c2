import cluster from 'node:cluster';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@graphkeep/core';
import { eventually } from '@graphkeep/test/eventually';
import { afterEach, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { type Crew, startCrew } from '../../src/workers/crew.ts';

const lines: { msg: string; pauseMs?: number }[] = [];
const log = createLogger({
  level: 'info',
  destination: { write: (line: string) => void lines.push(JSON.parse(line) as (typeof lines)[number]) },
});

beforeAll(() => cluster.setupPrimary({ exec: join(import.meta.dirname, 'crew-child.ts'), execArgv: [] }));
afterEach(() => vi.unstubAllEnvs());

const start = (environment: Record<string, string> = {}): Crew => {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const crew = startCrew({ size: 2, stopMs: 5_000, log, onMessage: () => {} });
  onTestFinished(() => crew.kill());
  return crew;
};
const running = () => Object.values(cluster.workers ?? {}).filter((worker) => worker?.isDead() === false);

it('starts so many, and stops them all', async () => {
  const crew = start();
  expect(await crew.ready).toBe('http://127.0.0.1:1');
  expect(running()).toHaveLength(2);
  await crew.stop();
  expect(running()).toHaveLength(0);
});

it('does not start where one cannot, and tells its reason', async () => {
  const crew = start({ CREW_REFUSES: 'Port 4000 of 127.0.0.1 is in use.' });
  await expect(crew.ready).rejects.toThrow(/^Port 4000 of 127.0.0.1 is in use\.$/);
});

it('replaces those that end, after pauses that grow, until they stay', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'graphkeep-crew-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const whole = join(folder, 'whole');
  lines.length = 0;
  const crew = start({ CREW_ENDS_WITHOUT: whole });
  await crew.ready;
  writeFileSync(`${whole}.begun`, '');
  const pauses = () => lines.flatMap(({ pauseMs }) => pauseMs ?? []);
  await vi.waitFor(() => expect(pauses()).toContain(400), { timeout: 15_000 });
  expect(pauses().slice(0, 2)).toEqual([100, 100]);
  writeFileSync(whole, '');
  await eventually(() => expect(running()).toHaveLength(2));
  await crew.stop();
});
