import { z } from 'zod';
import { scopeSchema } from './access.ts';
import { centsSchema } from './cents.ts';
import { keyCapsShape, nameSchema } from './keys.ts';
import { listSchema } from './lists.ts';

const externalRef = z.string().min(1).max(200).nullable().optional();

/** Body of `POST /v1/sub-accounts`; `spend_cap_cents` caps the sub-account, the rest its key. */
export const subAccountCreateSchema = z
  .strictObject({
    name: nameSchema,
    external_ref: externalRef.describe('Your own id of it.'),
    ...keyCapsShape,
    scopes: z
      .array(scopeSchema.exclude(['admin']))
      .min(1)
      .max(2)
      .optional()
      .describe('`images` and `read` if absent.'),
  })
  .describe('A new sub-account and its first key.');

/** @see subAccountCreateSchema */
export type SubAccountCreate = z.infer<typeof subAccountCreateSchema>;

/** Body of `PATCH /v1/sub-accounts/{id}`. */
export const subAccountUpdateSchema = z
  .strictObject({
    name: nameSchema.optional(),
    external_ref: externalRef,
    spend_cap_cents: centsSchema.nullable().optional(),
  })
  .describe('What changes; absent fields stay.');

/** @see subAccountUpdateSchema */
export type SubAccountUpdate = z.infer<typeof subAccountUpdateSchema>;

/** A tenant that spends from the organisation's wallet. */
export const subAccountSchema = z.strictObject({
  id: z.string(),
  object: z.literal('sub_account'),
  name: z.string(),
  external_ref: z.string().nullable(),
  spend_cap_cents: z.number().nullable().describe('Hard cap a calendar month (UTC).'),
  created_at: z.int(),
  closed_at: z.int().nullable(),
});

/** @see subAccountSchema */
export type SubAccount = z.infer<typeof subAccountSchema>;

/** A new sub-account with its key's secret, shown once. */
export const subAccountWithKeySchema = subAccountSchema.extend({
  key_id: z.string(),
  key: z.string().describe('The secret. Shown only in this answer.'),
});

/** @see subAccountWithKeySchema */
export type SubAccountWithKey = z.infer<typeof subAccountWithKeySchema>;

/** Answer of `GET /v1/sub-accounts`. */
export const subAccountListSchema = listSchema(subAccountSchema);
