import { z } from 'zod';
import { errorEnvelopeSchema } from './errors.ts';
import { imagesResponseSchema } from './images.ts';
import { listSchema, pageShape } from './lists.ts';

/** The states of a job; a cancelled one is `failed` with `error.code` `cancelled`. */
export const jobStatusSchema = z.enum(['queued', 'processing', 'completed', 'failed']);

/** @see jobStatusSchema */
export type JobStatus = z.infer<typeof jobStatusSchema>;

/** A call for pictures that is made while nobody waits for the answer. */
export const jobSchema = z
  .strictObject({
    id: z.string(),
    object: z.literal('job'),
    status: jobStatusSchema.describe('`completed` and `failed` are the two ends.'),
    model: z.string(),
    created_at: z.int().describe('Unix seconds.'),
    updated_at: z.int().describe('Unix seconds.'),
    progress: z.number().min(0).max(1).describe('0..1, as far as the maker tells.'),
    result: imagesResponseSchema
      .nullable()
      .describe('The answer that a waiting caller would have had.'),
    result_url: z.url().nullable().describe('The first picture, good for 24 hours.'),
    error: errorEnvelopeSchema.shape.error.nullable().describe('Why it failed.'),
    cost_cents: z.number().describe('What it cost; 0 unless completed.'),
    warnings: z.array(z.string()).describe('What `x-aig-warning` would have said.'),
    urls: z.strictObject({ get: z.url(), cancel: z.url() }),
  })
  .describe('Job');

/** @see jobSchema */
export type Job = z.infer<typeof jobSchema>;

/** Answer of `GET /v1/jobs`. */
export const jobListSchema = listSchema(jobSchema);

/** Query of `GET /v1/jobs`. */
export const jobListQuerySchema = z.strictObject({
  ...pageShape,
  status: jobStatusSchema.optional().describe('Only jobs of this status.'),
});

/** @see jobListQuerySchema */
export type JobListQuery = z.infer<typeof jobListQuerySchema>;
