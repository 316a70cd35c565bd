import { z } from 'zod';
import { UploadedPicture } from './image-fields.ts';
import { listSchema, pageShape } from './lists.ts';

/** Shortest and longest life that a file may be given, in seconds: an hour and thirty days. */
const SHORTEST_SECONDS = 3_600;
const LONGEST_SECONDS = 30 * 24 * 3_600;

/** Multipart form of `POST /v1/files`. */
export const fileCreateFormSchema = z
  .strictObject({
    file: z
      .instanceof(UploadedPicture, { error: 'must be a file' })
      .meta({ type: 'string', format: 'binary', description: 'A PNG, JPEG or WebP file.' }),
    purpose: z
      .enum(['vision', 'user_data'])
      .default('vision')
      .describe('As OpenAI has it; both are pictures to start from.'),
    expires_after: z
      .strictObject({
        anchor: z.literal('created_at'),
        seconds: z.int().min(SHORTEST_SECONDS).max(LONGEST_SECONDS),
      })
      .optional()
      .describe("When the file goes, if that is before your organisation's retention."),
  })
  .describe('A picture to start from later');

/** @see fileCreateFormSchema */
export type FileCreate = z.infer<typeof fileCreateFormSchema>;

/** A picture kept here. */
export const fileSchema = z
  .strictObject({
    id: z.string().describe('`img_…`: names it wherever a picture is taken.'),
    object: z.literal('file'),
    bytes: z.int(),
    created_at: z.int().describe('Unix seconds.'),
    expires_at: z.int().nullable().describe('Unix seconds.'),
    filename: z.string(),
    purpose: z.enum(['vision', 'user_data', 'image_output']),
    source: z.enum(['uploaded', 'made']),
    format: z.enum(['png', 'jpeg', 'webp']),
    width: z.int(),
    height: z.int(),
    status: z.literal('processed'),
  })
  .describe('File');

/** @see fileSchema */
export type FileRecord = z.infer<typeof fileSchema>;

/** A page of files. */
export const fileListSchema = listSchema(fileSchema);

/** Query of `GET /v1/files`. */
export const fileListQuerySchema = z.strictObject({
  ...pageShape,
  after: z
    .string()
    .max(64)
    .optional()
    .describe("Id of the page before's last file, as OpenAI's clients say it."),
  source: z.enum(['uploaded', 'made']).optional().describe('Only what was uploaded, or made.'),
  purpose: z
    .enum(['vision', 'user_data', 'image_output'])
    .optional()
    .describe('Only of this purpose.'),
});

/** @see fileListQuerySchema */
export type FileListQuery = z.infer<typeof fileListQuerySchema>;
