import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { secretOf } from '@graphkeep/core';
import { infraMigrator } from '@graphkeep/infra';
import { openSql } from '@graphkeep/sql';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHere } from './support/run-here.ts';

describe('infra', { timeout: 90_000 }, () => {
  let folder: string;
  let env: Record<string, string>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'graphkeep-infra-'));
    env = { GRAPHKEEP_DATA: folder, GRAPHKEEP_PROFILE: 'test', GRAPHKEEP_DEADLINE_MS: '60000' };
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('finds what is missing, and makes it', async () => {
    const store = openSql({ url: secretOf(`file:${folder}/sql`) });
    await infraMigrator(store).up();
    await store.write((db) => sql`DROP INDEX idx_cost_metrics_optimization`.execute(db));
    await store.close();
    const found = await runHere(['infra', 'validate', '--category', 'schema', '--json'], env);
    expect(found.code).toBe(3);
    expect(JSON.parse(found.out)).toMatchObject({
      counts: { failed: 1, passed: 5 },
      since: null,
    });

    expect(await runHere(['infra', 'optimise', '--yes'], env)).toMatchObject({
      code: 0,
      out: 'idx_cost_metrics_optimization is made\n',
    });
  });

  it('tells what is wrong with a category', async () => {
    expect(await runHere(['infra', 'validate', '--category', 'taste'], env)).toMatchObject({
      code: 2,
      err: expect.stringContaining('--category must be one of: connectivity, schema'),
    });
  });
});
