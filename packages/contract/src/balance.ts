import { z } from 'zod';

/** Answer of `GET /v1/balance`; cents may have decimals. */
export const balanceSchema = z
  .strictObject({
    object: z.literal('balance'),
    currency: z.literal('usd'),
    posted_cents: z.number(),
    held_cents: z.number(),
    available_cents: z.number(),
  })
  .describe('Balance');

/** @see balanceSchema */
export type Balance = z.infer<typeof balanceSchema>;
