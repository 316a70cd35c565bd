import { z } from 'zod';

/** Answer of a DELETE. */
export const deletedSchema = z.strictObject({
  id: z.string(),
  object: z.string(),
  deleted: z.literal(true),
});

/** @see deletedSchema */
export type Deleted = z.infer<typeof deletedSchema>;
