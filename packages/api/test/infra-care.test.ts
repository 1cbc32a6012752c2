import { VALIDATE_JOB, validationOf } from '@graphkeep/infra';
import { openTestPlatform, type TestPlatform } from '@graphkeep/platform/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createCaller, domains, domainsFor, type ProductGraph } from '../src/index.ts';

describe('the care of an estate', { timeout: 60_000 }, () => {
  let platform: TestPlatform<ProductGraph>;
  const caller = (...scopes: string[]) => createCaller(platform, { id: 'somebody', scopes }).infra;
  const ended = (id: string) =>
    vi.waitFor(
      async () => {
        const status = await caller('infra:admin').jobs.status({ id });
        expect(status.endedAt).toBeDefined();
        return status;
      },
      { timeout: 40_000, interval: 100 },
    );

  beforeAll(async () => {
    platform = await openTestPlatform({ ...domains, environment: { GRAPHKEEP_DEADLINE_MS: '60s' } });
  }, 60_000);
  afterAll(() => platform.close());

  it('validates in the background, and has the report for readers', async () => {
    await expect(caller('infra:read').validation.start({})).rejects.toMatchObject({ code: 'forbidden' });
    await expect(caller('infra:read').validation.report({})).rejects.toMatchObject({ code: 'not_found' });
    const begun = await caller('infra:admin').validation.start({ categories: ['schema'] });
    expect(begun).toMatchObject({ name: VALIDATE_JOB, state: 'waiting' });
    const { state, result, done, total } = await ended(begun.id);
    expect(state).toBe('done');
    expect(done).toBe(total);
    const { runId } = validationOf(result);
    const report = await caller('infra:read').validation.report({ runId });
    expect(report).toMatchObject({ runId, counts: { failed: 0, error: 0 }, score: 1, since: null });
    expect(await caller('infra:read').validation.history({})).toMatchObject({
      items: [{ runId }],
      next: null,
    });
    await expect(caller('infra:read').validation.report({ runId: 'val_none' })).rejects.toMatchObject({
      code: 'not_found',
      field: 'runId',
    });
  });

  it('plans indexes, and makes what was confirmed', async () => {
    const { optimisation } = caller('infra:admin');
    await expect(caller('infra:write').optimisation.plan()).rejects.toMatchObject({ code: 'forbidden' });
    const plan = await optimisation.plan();
    expect(plan).toMatchObject({ toMake: 0 });
    expect(plan.indexes).toHaveLength(8);
    const { id } = await optimisation.apply({ confirm: plan.confirm });
    expect(await ended(id)).toMatchObject({ name: 'infra.optimise', state: 'done', result: [] });
    const refused = await optimisation.apply({ confirm: 'another' });
    expect(await ended(refused.id)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('Plan anew'),
    });
  });

  it('tells what statements cost, and how much room there is', async () => {
    const { optimisation } = caller('infra:admin');
    const { statements } = await optimisation.explain({});
    expect(statements).toHaveLength(8);
    expect(statements.find(({ name }) => name === 'unhealthy services')?.plan).toMatchObject({ rows: 0 });
    expect((await optimisation.capacity({ limitBytes: 1e12 })).tables.map(({ table }) => table)).toContain(
      'system_metrics',
    );
    expect(await optimisation.indexUse()).toMatchObject({ unused: null, missing: [] });
    expect(await optimisation.profileGraph({ queries: ['clusters'] })).toMatchObject({
      engine: 'embedded',
      queries: [{ name: 'clusters' }],
    });
  });

  it('shows and stops its own jobs alone', async () => {
    const other = await createCaller(platform, {
      id: 'operator',
      scopes: ['system:admin'],
    }).system.jobs.start({
      name: 'platform.sweep-idempotency',
    });
    const { jobs } = caller('infra:admin');
    await expect(jobs.status({ id: other.id })).rejects.toMatchObject({ code: 'not_found' });
    await expect(jobs.cancel({ id: other.id })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('comes by itself as often as the configuration says', () => {
    const everyOf = (infra: object) =>
      domainsFor({ ...platform.as({ id: 'x', scopes: ['*'] }).config, infra: infra as never }).jobs.find(
        ({ name }) => name === VALIDATE_JOB,
      )?.every;
    expect(everyOf({ validateEveryMs: 3_600_000 })).toEqual({ ms: 3_600_000 });
    expect(everyOf({})).toBeUndefined();
  });
});
