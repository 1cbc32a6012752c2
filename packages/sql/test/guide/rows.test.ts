import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { secretOf } from '@graphkeep/core';
import { openSql, openSqlMigrator } from '@graphkeep/sql';
import { afterAll, expect, it } from 'vitest';

const data = mkdtempSync(join(tmpdir(), 'graphkeep-guide-'));

//#region open
interface Tables {
  loans: { reader: string; isbn: string; at: Date };
}
const store = openSql<Tables>({ url: secretOf(`file:${data}/sql`) }); // or postgres://…, or memory:
//#endregion
afterAll(async () => {
  await store.close();
  rmSync(data, { recursive: true });
});

it('keeps rows', async () => {
  //#region migrate
  const migrator = openSqlMigrator(store, {
    name: 'library',
    migrations: [
      {
        name: '0001-loans',
        up: ['CREATE TABLE loans (reader text, isbn text, at timestamptz, PRIMARY KEY (reader, isbn, at))'],
        down: ['DROP TABLE loans'],
      },
    ],
  });
  await migrator.up();
  //#endregion

  //#region write
  await store.write(async (transaction) => {
    await transaction
      .insertInto('loans')
      .values({ reader: 'ada', isbn: '1', at: new Date('2026-01-01T10:00:00Z') })
      .execute();
  });
  //#endregion

  //#region once
  const lend = (idempotencyKey: string) =>
    store.write(
      (transaction) =>
        transaction
          .insertInto('loans')
          .values({ reader: 'ada', isbn: '2', at: new Date() })
          .returning('at')
          .executeTakeFirstOrThrow(),
      { idempotencyKey, request: { reader: 'ada', isbn: '2' } },
    );
  const first = await lend('form-17');
  const again = await lend('form-17'); // the same answer, and no second row
  //#endregion
  expect(again).toEqual(first);

  //#region read
  const loans = await store.read((db) =>
    db.selectFrom('loans').selectAll().where('reader', '=', 'ada').orderBy('at').execute(),
  );
  //#endregion
  expect(loans.map(({ isbn }) => isbn)).toEqual(['1', '2']);

  //#region insight
  const [costliest] = store.insight.fingerprints();
  console.log(costliest?.text, costliest?.p95, store.pool().waitedMs);
  //#endregion
  expect(costliest?.count).toBeGreaterThan(0);
});
