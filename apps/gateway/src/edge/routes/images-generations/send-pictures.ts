import {
  formatCents,
  type ImageDryRun,
  type ImageGenerationRequest,
  type ImagesResponse,
} from '@aigateway/contract';
import type { KeptPicture, PictureKeeper } from '../../../media/picture-keeper.ts';
import type { ImageOutcome, ImageQuote, ImageReport } from '../../../pipeline/generate-image.ts';
import type { EdgeContext } from '../../edge-env.ts';

const MAX_WARNING_LENGTH = 2_000;

/** What the wire form needs beside the outcome. */
export interface SendOptions {
  readonly request: ImageGenerationRequest;
  readonly pictures: Pick<PictureKeeper, 'url'>;
}

/** The answer with pictures: contract section 3. */
export function sendPictures(
  context: EdgeContext,
  outcome: ImageOutcome,
  options: SendOptions,
): Response {
  const [first] = outcome.pictures;
  const { request } = options;
  context.header('X-Cost-Cents', formatCents(outcome.costMicroUsd));
  context.header('x-aig-provider', outcome.provider);
  context.header('x-aig-attempts', String(outcome.report.attempts.length));
  setWarning(context, outcome.warnings);
  const answer: ImagesResponse = {
    created: Math.floor(outcome.createdAtMs / 1000),
    data: outcome.pictures.map((picture) => toData(picture, options)),
    size: `${first.width}x${first.height}`,
    output_format: first.format,
    quality: request.quality ?? 'auto',
    ...(request.explain && { explain: toExplain(outcome.report) }),
  };
  return context.json(answer);
}

/** The answer of a dry run. */
export function sendQuote(
  context: EdgeContext,
  quote: ImageQuote,
  request: ImageGenerationRequest,
): Response {
  setWarning(context, quote.warnings);
  const answer: ImageDryRun = {
    object: 'dry_run',
    model: quote.model,
    n: request.n,
    size: quote.size,
    price_cents: formatCents(quote.priceMicroUsd),
    warnings: [...quote.warnings],
    explain: toExplain(quote.report),
  };
  return context.json(answer);
}

function toData(picture: KeptPicture, { request, pictures }: SendOptions) {
  const asBase64 = request.response_format === 'b64_json';
  return {
    ...(asBase64
      ? { b64_json: Buffer.from(picture.bytes).toString('base64') }
      : { url: pictures.url(picture) }),
    ...(picture.revisedPrompt !== null && { revised_prompt: picture.revisedPrompt }),
    ...(picture.seed !== null && { seed: picture.seed }),
    ...(request.metrics && {
      metrics: {
        status: 'not_measured' as const,
        reason: 'this installation does not measure appearance',
      },
    }),
  };
}

function toExplain(report: ImageReport): ImageDryRun['explain'] {
  const tried = report.attempts.map(({ provider, outcome, reason }) => ({
    provider,
    outcome,
    reason,
  }));
  const untried = report.steps.slice(tried.length).map((step) => ({
    provider: step.upstream.provider.id,
    outcome: 'not tried',
    reason: step.reason,
  }));
  return {
    deployments: [...tried, ...untried],
    fields: report.fields.map(({ field, support, note }) => ({ field, support, note })),
    ...(report.plan && { plan: { ...report.plan } }),
  };
}

/** Headers carry printable ASCII only; what is longer than fits is cut visibly. */
function setWarning(context: EdgeContext, warnings: readonly string[]): void {
  if (warnings.length === 0) return;
  const text = warnings.join('; ').replace(/[^\x20-\x7e]/g, '?');
  const fits = text.length <= MAX_WARNING_LENGTH;
  context.header('x-aig-warning', fits ? text : `${text.slice(0, MAX_WARNING_LENGTH - 3)}...`);
}
