import { z } from 'zod';

/** What a schema describes, like `CharacterWhere`: schemas that many others lead to are named once in a document. */
export const schemaNames = z.registry<{ readonly name: string }>();
