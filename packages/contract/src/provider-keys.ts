import { z } from 'zod';

const secret = z
  .string()
  .min(8)
  .max(512)
  .regex(/^[\x21-\x7e]+$/, 'must be printable, without spaces')
  .describe('The key, as the maker issued it. Never returned.');

const validate = z
  .boolean()
  .default(true)
  .describe('Ask the maker about it first, where it can be asked for free.');

/** Body of `POST /v1/provider-keys`. */
export const createProviderKeySchema = z
  .strictObject({
    provider: z.string().min(1).max(40).describe('Whose key it is: an id of /v1/health/providers.'),
    secret,
    validate,
    name: z.string().min(1).max(80).optional().describe('What it is for.'),
  })
  .describe('An own upstream key to attach.');

/** Body of `POST /v1/provider-keys/{id}/rotate`. */
export const rotateProviderKeySchema = z
  .strictObject({ secret, validate })
  .describe('The key that follows.');

/** A stored own key: of the secret only the last four characters. */
export const providerKeySchema = z
  .strictObject({
    id: z.string(),
    object: z.literal('provider_key'),
    provider: z.string(),
    name: z.string(),
    last4: z.string(),
    created_at: z.int().describe('Unix seconds.'),
    tested_at: z.int().nullable().describe('When its maker last accepted it, unix seconds.'),
  })
  .describe('Own key');

/** @see providerKeySchema */
export type ProviderKey = z.infer<typeof providerKeySchema>;

/** Answer of `GET /v1/provider-keys`. */
export const providerKeyListSchema = z
  .strictObject({
    object: z.literal('list'),
    data: z.array(providerKeySchema),
    has_more: z.boolean(),
    next_cursor: z.string().nullable(),
  })
  .describe('Own keys');

/** Answer of a test: wrong keys are answered 401. */
export const providerKeyTestSchema = z
  .strictObject({
    id: z.string(),
    object: z.literal('provider_key_test'),
    result: z
      .enum(['accepted', 'restricted', 'not_testable'])
      .describe(
        '`restricted`: known, but it may read nothing. `not_testable`: no free test exists.',
      ),
    message: z.string().describe('The same in a sentence.'),
  })
  .describe('Test of an own key');

/** @see providerKeyTestSchema */
export type ProviderKeyTest = z.infer<typeof providerKeyTestSchema>;

/** What the results of a test mean. */
export const PROVIDER_KEY_RESULTS: Readonly<Record<ProviderKeyTest['result'], string>> = {
  accepted: 'The maker accepts this key.',
  restricted:
    'The maker knows this key, but does not let it read anything: only a call shows whether it ' +
    'may make pictures. If calls are refused, give it the right to make images.',
  not_testable: 'This maker has no free test: only a call shows whether it accepts the key.',
};

/** Answer of a deletion. */
export const providerKeyDeletedSchema = z
  .strictObject({ id: z.string(), object: z.literal('provider_key'), deleted: z.literal(true) })
  .describe('Ended own key');

/** How one deployment does. */
export const providerHealthSchema = z.strictObject({
  provider: z.string(),
  deployment: z.string(),
  state: z.enum(['healthy', 'resting', 'probing']),
  in_flight: z.int().describe('Pictures being made.'),
  waiting: z.int().describe('Calls that wait for a place.'),
  concurrency: z.int().describe('Most pictures at once.'),
  latency_ms: z.int().nullable().describe('Moving average of delivered calls.'),
  resting_seconds: z.int().describe('Until it is tried again.'),
});

/** @see providerHealthSchema */
export type ProviderHealth = z.infer<typeof providerHealthSchema>;

/** Answer of `GET /v1/health/providers`. */
export const providerHealthListSchema = z
  .strictObject({ object: z.literal('list'), data: z.array(providerHealthSchema) })
  .describe('Health of the upstreams');
