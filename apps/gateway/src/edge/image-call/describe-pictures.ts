import { chooseSpeed } from '@aigateway/catalog';
import type { ImageDryRun, ImageMetrics, ImageRequest, ImageUsage } from '@aigateway/contract';
import type { ImageOutcome, ImageReport } from '../../image-call.ts';
import type { JobPicture } from '../../job.ts';

const QUALITIES = { turbo: 'low', default: 'medium', quality: 'high' } as const;

/** The quality that a call was made with, in OpenAI's words: `rendering_speed` wins there too. */
export function qualityOf(request: Parameters<typeof chooseSpeed>[0]): 'low' | 'medium' | 'high' {
  return QUALITIES[chooseSpeed(request)];
}

/** What is told of a picture beside its bytes. */
export function describePicture(picture: JobPicture, request: Pick<ImageRequest, 'metrics'>) {
  return {
    ...(picture.revisedPrompt !== null && { revised_prompt: picture.revisedPrompt }),
    ...(picture.seed !== null && { seed: picture.seed }),
    ...(request.metrics && { metrics: describeAppearance(picture) }),
  };
}

/** Measured by the route that made the picture, or not at all; never guessed. */
function describeAppearance({ appearance }: JobPicture): ImageMetrics {
  if (appearance) return { status: 'measured', appearance: { ...appearance } };
  return {
    status: 'not_measured',
    reason: 'the route that made this picture does not measure, or no character was given',
  };
}

/** The report of a call, on the wire. */
export function toExplain({ deployments, fields, plan }: ImageReport): ImageDryRun['explain'] {
  return {
    deployments: deployments.map(({ latencyMs, ...deployment }) => ({
      ...deployment,
      ...(latencyMs !== null && { latency_ms: latencyMs }),
    })),
    fields: fields.map(({ field, support, note }) => ({ field, support, note })),
    ...(plan && { plan: { ...plan } }),
  };
}

/** Tokens on the wire; zeros where nobody counted. */
export function toUsage(usage: ImageOutcome['usage']): ImageUsage {
  return {
    total_tokens: usage?.totalTokens ?? 0,
    input_tokens: usage?.inputTokens ?? 0,
    output_tokens: usage?.outputTokens ?? 0,
    input_tokens_details: {
      text_tokens: usage?.inputTextTokens ?? 0,
      image_tokens: usage?.inputImageTokens ?? 0,
    },
  };
}
