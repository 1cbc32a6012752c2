import { z } from 'zod';

/** The fields of a node as it is stored, and what is told beside them. */
export const entityWith = <S extends z.ZodRawShape, M extends z.ZodRawShape>(
  { schema: { shape } }: { readonly schema: z.ZodObject<S> },
  more: M,
) => z.strictObject({ ...shape, createdAt: z.date(), updatedAt: z.date(), ...more });
