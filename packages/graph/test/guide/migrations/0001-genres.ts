//#region migration
import type { MigrationSteps } from '@graphkeep/graph/migrations';

/** In batches, a transaction each: a run that is killed goes on where it was. */
export const transaction = false;

export const up = async ({ batches }: MigrationSteps): Promise<void> => {
  await batches('genres', {
    read: `MATCH (b:Book) WHERE b.isbn > $after AND b.genre = 'sf'
           RETURN b.isbn AS cursor ORDER BY cursor LIMIT $size`,
    write: "UNWIND $rows AS row MATCH (b:Book) WHERE b.isbn = row.cursor SET b.genre = 'novel'",
  });
};
//#endregion
