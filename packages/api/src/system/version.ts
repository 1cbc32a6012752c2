import { openProcedure } from '../procedures.ts';

export const version = openProcedure.query(({ ctx }) => ({ version: ctx.version }));
