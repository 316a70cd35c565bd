import type { Job } from '@aigateway/contract';
import type { CallToolResult, ContentBlock } from '@modelcontextprotocol/sdk/types.js';
import sharp from 'sharp';
import type { GatewayClient } from './gateway-client.ts';

/** Longest side of a preview: enough to see, little to carry. */
const PREVIEW_PIXELS = 768;
const PREVIEW_QUALITY = 80;

interface Pictures {
  readonly data: readonly { readonly url?: string }[];
  readonly output_format: string;
}

/** Pictures as an agent sees them: for each a link to the whole and a preview to look at. */
export async function showPictures(
  answer: Record<string, unknown>,
  notes: readonly string[],
  client: GatewayClient,
): Promise<CallToolResult> {
  const { data, output_format: format } = answer as unknown as Pictures;
  const urls = data.flatMap(({ url }) => (url === undefined ? [] : [url]));
  const blocks = await Promise.all(
    urls.map(async (uri, i): Promise<ContentBlock[]> => {
      const name = `picture ${i + 1}`;
      const mimeType = `image/${format}`;
      const link: ContentBlock = { type: 'resource_link', uri, name, mimeType };
      const preview = await makePreview(uri, client);
      return preview === null
        ? [link]
        : [link, { type: 'image', data: preview.toString('base64'), mimeType: 'image/webp' }];
    }),
  );
  const text = [
    `${urls.length} of ${urls.length} pictures, addresses good for 24 hours.`,
    ...notes,
  ];
  return {
    content: [{ type: 'text', text: text.join('\n') }, ...blocks.flat()],
    structuredContent: answer,
  };
}

/** A job: its pictures when it has some, else how it stands. */
export async function showJob(
  body: Record<string, unknown>,
  client: GatewayClient,
): Promise<CallToolResult> {
  const job = body as unknown as Job;
  const line = `Job ${job.id} is ${job.status}, ${Math.round(job.progress * 100)} %.`;
  if (job.result) {
    const shown = await showPictures({ ...job.result }, [line, ...job.warnings], client);
    return { ...shown, structuredContent: body };
  }
  const why = job.error ? [`${job.error.code}: ${job.error.message}`] : [];
  return {
    content: [{ type: 'text', text: [line, ...why].join('\n') }],
    structuredContent: body,
  };
}

async function makePreview(url: string, client: GatewayClient): Promise<Buffer | null> {
  const bytes = await client.bytes(url);
  if (bytes === null) return null;
  return sharp(bytes)
    .resize(PREVIEW_PIXELS, PREVIEW_PIXELS, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: PREVIEW_QUALITY })
    .toBuffer();
}
