import { z } from 'zod';

/** A part of an answer that is missing, or older than it should be, and since when. */
export const degradation = z.strictObject({
  store: z.enum(['graph', 'sql']),
  missing: z.string(),
  since: z.date(),
});
export type Degradation = z.output<typeof degradation>;

/** What is missing of it, in an answer that may be a part of the whole. */
export const degraded = z.array(degradation).readonly();

/** When it was read from its stores. */
export const asOf = z.date();
export const list = <S extends z.ZodType>(schema: S) => z.array(schema).readonly();
export const figure = z.number().nullable();
export const range = z.strictObject({ start: z.date(), end: z.date() });

/** The schema of an answer that a read model is kept of. */
export const answerSchema = <S extends z.ZodRawShape>({
  schema: { shape },
}: {
  readonly schema: z.ZodObject<S>;
}) => z.strictObject({ ...shape, degraded });
