import { z } from 'zod';
import { centsSchema } from './cents.ts';
import { listSchema } from './lists.ts';

/** Body of `POST /v1/budgets`. */
export const budgetCreateSchema = z
  .strictObject({
    tag: z.string().min(1).max(64),
    monthly_cap_cents: centsSchema,
    time_zone: z
      .string()
      .max(64)
      .refine(isTimeZone, 'must be an IANA time zone such as Europe/Berlin')
      .optional()
      .describe('IANA name of the zone whose calendar months count; UTC if absent.'),
  })
  .describe('A new budget.');

/** @see budgetCreateSchema */
export type BudgetCreate = z.infer<typeof budgetCreateSchema>;

/** Body of `PATCH /v1/budgets/{id}`. */
export const budgetUpdateSchema = z.strictObject({ monthly_cap_cents: centsSchema });

/** @see budgetUpdateSchema */
export type BudgetUpdate = z.infer<typeof budgetUpdateSchema>;

/** A hard monthly cap on a tag, and how its month stands. */
export const budgetSchema = z.strictObject({
  id: z.string(),
  object: z.literal('budget'),
  tag: z.string(),
  monthly_cap_cents: z.number(),
  time_zone: z.string(),
  period: z.string().describe('The running month, such as 2026-11.'),
  spent_cents: z.number(),
  held_cents: z.number(),
  created_at: z.int(),
});

/** @see budgetSchema */
export type Budget = z.infer<typeof budgetSchema>;

/** Answer of `GET /v1/budgets`. */
export const budgetListSchema = listSchema(budgetSchema);

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}
