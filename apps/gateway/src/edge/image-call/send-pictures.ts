import {
  formatCents,
  type ImageDryRun,
  type ImageRequest,
  type ImagesResponse,
  microUsd,
} from '@aigateway/contract';
import type { ImageOutcome, ImageQuote } from '../../image-call.ts';
import type { JobOutcome, JobPicture, JobView } from '../../job.ts';
import type { EdgeContext, EdgeServices } from '../edge-env.ts';
import { base64Placeholder, encodeAnswer, streamPieces } from '../json-with-base64.ts';
import { describePicture, qualityOf, toExplain, toUsage } from './describe-pictures.ts';

const MAX_WARNING_LENGTH = 2_000;

/** What the wire form needs beside the outcome. */
export interface SendOptions {
  readonly request: ImageRequest;
  readonly pictureUrl: EdgeServices['pictureUrl'];
}

/** The answer with pictures: contract section 3. */
export function sendPictures(
  context: EdgeContext,
  outcome: ImageOutcome,
  options: SendOptions,
): Response {
  const { request } = options;
  context.header('X-Cost-Cents', formatCents(outcome.costMicroUsd));
  context.header('x-aig-provider', outcome.provider);
  context.header('x-aig-attempts', String(outcome.report.attempts));
  setWarning(context, outcome.warnings);
  const answer = toImagesResponse(outcome, request, (picture, i) =>
    request.response_format === 'b64_json'
      ? { b64_json: base64Placeholder(i) }
      : { url: options.pictureUrl(picture) },
  );
  if (request.response_format !== 'b64_json') return context.json(answer);
  const pieces = encodeAnswer(answer, outcome.pictures);
  const length = pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
  return context.body(streamPieces(pieces), 200, {
    'Content-Type': 'application/json',
    'Content-Length': String(length),
  });
}

/** The body of an answer with pictures; `place` says how each of them is handed over. */
export function toImagesResponse(
  outcome: JobOutcome,
  view: JobView,
  place: (picture: JobPicture, index: number) => { url: string } | { b64_json: string },
): ImagesResponse {
  const [first] = outcome.pictures;
  return {
    created: Math.floor(outcome.createdAtMs / 1000),
    data: outcome.pictures.map((picture, i) => ({
      ...place(picture, i),
      ...describePicture(picture, view),
    })),
    size: `${first.width}x${first.height}`,
    output_format: first.format,
    quality: qualityOf(view),
    ...(outcome.usage && { usage: toUsage(outcome.usage) }),
    ...(view.explain && { explain: toExplain(outcome.report) }),
  };
}

/** The answer of a dry run. */
export function sendQuote(
  context: EdgeContext,
  quote: ImageQuote,
  request: ImageRequest,
): Response {
  setWarning(context, quote.warnings);
  const answer: ImageDryRun = {
    object: 'dry_run',
    model: quote.model,
    n: request.n,
    size: quote.size,
    price_cents: formatCents(quote.priceMicroUsd),
    ...(quote.upstreamMicroUsd !== null && {
      upstream_price_cents: formatCents(microUsd(quote.upstreamMicroUsd)),
    }),
    warnings: [...quote.warnings],
    explain: toExplain(quote.report),
  };
  return context.json(answer);
}

/** Headers carry printable ASCII only; what is longer than fits is cut visibly. */
function setWarning(context: EdgeContext, warnings: readonly string[]): void {
  if (warnings.length === 0) return;
  const text = warnings.join('; ').replace(/[^\x20-\x7e]/g, '?');
  const fits = text.length <= MAX_WARNING_LENGTH;
  context.header('x-aig-warning', fits ? text : `${text.slice(0, MAX_WARNING_LENGTH - 3)}...`);
}
