import { z } from 'zod';
import type { EndpointParameter } from '../endpoint.ts';

/** The header that makes a repetition of a call the same call. */
export const IDEMPOTENCY_KEY: EndpointParameter = {
  name: 'Idempotency-Key',
  schema: z
    .string()
    .regex(/^[\x20-\x7e]{1,255}$/)
    .optional(),
  description:
    'Names the call: for 24 hours the same key with the same body gets the answer of the first, ' +
    'made and charged once. With another body it is a 422.',
};

/** Headers of every call for pictures. */
export const IMAGE_CALL_HEADERS: readonly EndpointParameter[] = [
  IDEMPOTENCY_KEY,
  {
    name: 'Prefer',
    schema: z.string().optional(),
    description: '`respond-async` asks for a job, as `async` does.',
  },
  {
    name: 'x-aig-tag',
    schema: z.string().max(64).optional(),
    description: 'Marks the call for accounting and budgets.',
  },
];
