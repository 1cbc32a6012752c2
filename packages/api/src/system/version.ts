import { openProcedure } from '../procedures.ts';

export const version = openProcedure
  .meta({ summary: 'The version of the server.' })
  .query(({ ctx }) => ({ version: ctx.version }));
