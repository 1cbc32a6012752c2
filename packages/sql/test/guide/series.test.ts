import { secretOf } from '@graphkeep/core';
import { defineRollup, defineSeries } from '@graphkeep/models';
import { openSeries, openSql } from '@graphkeep/sql';
import { sql } from 'kysely';
import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';

const store = openSql({ url: secretOf('memory:') });
afterAll(() => store.close());

//#region define
const DoorCounts = defineSeries({
  name: 'door_counts',
  schema: z.strictObject({
    time: z.date(),
    door: z.string(),
    people: z.int().min(0).max(10_000).optional(), // left out where nothing was counted
  }),
  key: ['door'], // with the time, what tells one row from another
  chunk: 'day',
  keepDays: 90,
});
const HourlyDoors = defineRollup({
  name: 'hourly_doors',
  of: DoorCounts,
  bucket: 'hour',
  by: ['door'],
  measures: ['people'],
});
//#endregion

it('keeps measurements', async () => {
  //#region open
  const series = openSeries({ store, name: 'library', series: [DoorCounts], rollups: [HourlyDoors] });
  await series.migrate();
  //#endregion
  const now = Date.now();
  const anHourAgo = new Date(now - 3_600_000);

  //#region ingest
  const report = await series.ingest(DoorCounts, [
    { time: anHourAgo, door: 'front', people: 3 },
    { time: anHourAgo, door: 'front', people: 9 }, // the same key: left out
    { time: anHourAgo, door: 'back', people: -1 },
  ]);
  console.log(report.inserted, report.duplicates, report.rejections);
  // 1 1 [{ index: 2, field: 'people', message: 'Too small: expected number to be >=0' }]
  //#endregion
  expect(report).toMatchObject({ inserted: 1, duplicates: 1 });
  expect(report.rejections).toEqual([
    { index: 2, field: 'people', message: 'Too small: expected number to be >=0' },
  ]);

  //#region refresh
  await series.refresh(); // what came since the last time, however late
  const { rows } = await store.read((db) =>
    sql<{
      door: string;
      people: number;
    }>`SELECT door, sum(people_sum) AS people FROM hourly_doors GROUP BY 1`.execute(db),
  );
  await series.retain(); // drops what is older than `keepDays`
  //#endregion
  expect(rows).toEqual([{ door: 'front', people: 3 }]);
});
