import { once } from 'node:events';
import { testNeo4j, testRedis } from '@graphkeep/services';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { defineJob, type Jobs } from '../src/index.ts';
import { nextRun } from '../src/jobs/schedule.ts';
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts';
import { type BoardGraph, boardGraph } from './board.ts';
import { enginesOf } from './engines.ts';
import { waitingJob } from './waiting-job.ts';

const engines = enginesOf(await testNeo4j({ schema: 'board' }), await testRedis());
const ticks: Date[] = [];
const tick = defineJob<BoardGraph, z.ZodObject, void>({
  name: 'tick',
  input: z.object({}),
  every: { ms: 50 },
  run: async ({ now }) => void ticks.push(now()),
});
const greedy = defineJob<BoardGraph, z.ZodObject, string>({
  name: 'greedy',
  input: z.object({}),
  run: async (_, { signal }) => {
    await once(signal, 'abort');
    throw new Error('aborted');
  },
});
const at = { timeout: 10_000, interval: 20 };

describe.each(engines)('jobs on $name', ({ environment }) => {
  let platform: TestPlatform<BoardGraph>;
  let jobs: Jobs;
  beforeAll(async () => {
    platform = await openTestPlatform({ graph: boardGraph, jobs: [waitingJob, tick, greedy], environment });
    ({ jobs } = platform.as({ id: 'test', scopes: ['*'] }));
  });
  afterAll(() => platform[Symbol.asyncDispose]());
  const ended = (id: string, state: string) =>
    vi.waitFor(async () => {
      const status = await jobs.status(id);
      expect(status.state).toBe(state);
      return status;
    }, at);

  it('answer a handle at once, and their result by it', async () => {
    const { id, state, endedAt } = await jobs.start('waiting');
    expect([state, endedAt]).toEqual(['waiting', undefined]);
    const done = await ended(id, 'done');
    expect(done).toMatchObject({
      name: 'waiting',
      done: 2,
      total: 2,
      result: expect.stringMatching('begun'),
    });
    expect(done.endedAt?.getTime()).toBeGreaterThanOrEqual(done.startedAt.getTime());
    expect((await jobs.list()).map((one) => one.id)).toContain(id);
  });

  it('fail with a message that holds nothing of strange errors', async () => {
    const { id } = await jobs.start('waiting', { fails: true });
    const { error } = await ended(id, 'failed');
    expect(error).toMatch(/log of the server/);
    await expect(jobs.run('waiting', { fails: true })).rejects.toThrow('not for the eyes');
    expect(await jobs.run('waiting')).toMatch('begun');
  });

  it('are cancelled, whether they run or wait for the one before', async () => {
    const [first, second] = [await jobs.start('greedy'), await jobs.start('greedy')];
    await ended(first.id, 'running');
    expect((await jobs.status(second.id)).state).toBe('waiting');
    await jobs.cancel(second.id);
    await ended(second.id, 'cancelled');
    await jobs.cancel(first.id);
    await ended(first.id, 'cancelled');
    expect(await jobs.cancel(first.id)).toMatchObject({ state: 'cancelled' });
  });

  it('run by their schedule, and not while they are paused', async () => {
    await vi.waitFor(() => expect(ticks.length).toBeGreaterThan(1), at);
    await jobs.pause('tick');
    const seen = async () => (await jobs.list()).filter(({ name }) => name === 'tick').at(-1)?.id;
    // A look that has begun may still begin one.
    const last = await vi.waitFor(async () => {
      const [before, count] = [await seen(), ticks.length];
      await jobs.run('waiting');
      const { id } = await jobs.start('waiting');
      await ended(id, 'done');
      expect([await seen(), ticks.length]).toEqual([before, count]);
      return before;
    }, at);
    await jobs.resume('tick');
    await vi.waitFor(async () => expect(await seen()).not.toBe(last), at);
  });

  it('are known by name, and take what their schema takes', async () => {
    await expect(jobs.start('knitting')).rejects.toMatchObject({ code: 'invalid_input', field: 'name' });
    await expect(jobs.start('waiting', { forEver: 1 })).rejects.toMatchObject({ field: 'input.forEver' });
    await expect(jobs.status('job_x')).rejects.toMatchObject({ code: 'not_found' });
    expect(await jobs.run('platform.sweep-idempotency')).toEqual({ swept: expect.any(Number) });
    expect(await jobs.run('platform.trim-journal')).toEqual({ trimmed: expect.any(Number) });
  });
});

it('with a schedule that is none stop the start', async () => {
  const wrong = { ...tick, every: { cron: 'sometimes' } };
  await expect(openTestPlatform({ graph: boardGraph, jobs: [wrong] })).rejects.toThrow(
    'The job tick has the schedule sometimes, which is none of cron.',
  );
});

it('have slots that every process comes to alike', () => {
  const noon = new Date('2026-03-29T12:00:00.500Z');
  expect(nextRun({ ms: 1_000 }, noon)).toEqual(new Date('2026-03-29T12:00:01.000Z'));
  expect(nextRun({ cron: '0 3 * * *' }, noon)).toEqual(new Date('2026-03-30T03:00:00.000Z'));
});
