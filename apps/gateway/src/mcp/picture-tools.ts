import {
  imageEditRequestSchema,
  imageGenerationRequestSchema,
  imagesEditsEndpoint,
  imagesGenerationsEndpoint,
} from '@aigateway/contract';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { GatewayClient } from './gateway-client.ts';
import { showJob, showPictures } from './show-pictures.ts';
import { defineTool, type Tool } from './tools.ts';

const FLAGSHIP = 'ideogram/ideogram-character-remix';
const MAKES = { readOnlyHint: false, destructiveHint: false, openWorldHint: true } as const;

const GENERATIONS = imagesGenerationsEndpoint.path;
const fields = imageGenerationRequestSchema.shape;
const image = fields.image.unwrap();
const common = {
  model: fields.model.default(FLAGSHIP),
  prompt: fields.prompt,
  n: fields.n,
  size: fields.size,
  aspect_ratio: fields.aspect_ratio,
  art_style: fields.art_style,
  negative_prompt: fields.negative_prompt,
  seed: fields.seed,
  quality: fields.quality,
  output_format: fields.output_format,
  background: fields.background,
  async: fields.async.describe('Answer with a job at once; get_job shows it.'),
  idempotency_key: z
    .string()
    .min(1)
    .max(255)
    .optional()
    .describe('A name of your own for this call: repeated with it, it is made and paid once.'),
};

/** The tools that make pictures: each is one call of a route. */
export function createPictureTools(client: GatewayClient): Tool[] {
  return [
    defineTool({
      name: 'generate_image',
      title: 'Generate a picture',
      description: 'Makes pictures from words. list_models shows the models and their prices.',
      input: z.strictObject({
        ...common,
        magic_prompt: fields.magic_prompt,
        style_type: fields.style_type,
      }),
      annotations: MAKES,
      run: (input) => makePictures(client, GENERATIONS, input),
    }),
    defineTool({
      name: 'remix_character',
      title: 'Remix a character',
      description:
        'Shows the character of a given picture in another setting, light or art style, ' +
        'recognisably itself.',
      input: z.strictObject({
        ...common,
        image: image.describe('The character: an https or data URL, or an img_ id.'),
        character_reference_images: fields.character_reference_images,
        strength: fields.strength,
        style_type: fields.style_type,
        metrics: fields.metrics,
      }),
      annotations: MAKES,
      run: (input) => makePictures(client, GENERATIONS, input),
    }),
    defineTool({
      name: 'edit_image',
      title: 'Edit a picture',
      description: 'Changes a given picture by words; with a mask only where it is transparent.',
      input: z.strictObject({
        ...common,
        image: image.describe('The picture: an https or data URL, or an img_ id.'),
        mask: imageEditRequestSchema.shape.mask,
      }),
      annotations: MAKES,
      run: (input) => makePictures(client, imagesEditsEndpoint.path, input),
    }),
  ];
}

async function makePictures(
  client: GatewayClient,
  path: string,
  { idempotency_key: once, ...input }: { readonly idempotency_key?: string | undefined },
): Promise<CallToolResult> {
  const answer = await client.call('POST', path, {
    body: { ...input, response_format: 'url' },
    headers: once === undefined ? {} : { 'Idempotency-Key': once },
  });
  if (!answer.ok) return answer.error;
  if (answer.body.object === 'job') return showJob(answer.body, client);
  const { headers, body } = answer;
  const warning = headers.get('x-aig-warning');
  const notes = [
    `Cost ${headers.get('x-cost-cents')} cents, made by ${headers.get('x-aig-provider')}.`,
    ...(headers.has('idempotent-replayed') ? ['Given again: nothing was made or paid.'] : []),
    ...(warning === null ? [] : [warning]),
  ];
  return showPictures(body, notes, client);
}
