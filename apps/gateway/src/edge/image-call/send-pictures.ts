import {
  formatCents,
  type ImageDryRun,
  type ImageRequest,
  type ImagesResponse,
} from '@aigateway/contract';
import type { ImageOutcome, ImageQuote } from '../../image-call.ts';
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
  const [first] = outcome.pictures;
  const { request } = options;
  context.header('X-Cost-Cents', formatCents(outcome.costMicroUsd));
  context.header('x-aig-provider', outcome.provider);
  context.header('x-aig-attempts', String(outcome.report.attempts));
  setWarning(context, outcome.warnings);
  const answer: ImagesResponse = {
    created: Math.floor(outcome.createdAtMs / 1000),
    data: outcome.pictures.map((picture, i) => ({
      ...(request.response_format === 'b64_json'
        ? { b64_json: base64Placeholder(i) }
        : { url: options.pictureUrl(picture) }),
      ...describePicture(picture, request),
    })),
    size: `${first.width}x${first.height}`,
    output_format: first.format,
    quality: qualityOf(request),
    ...(outcome.usage && { usage: toUsage(outcome.usage) }),
    ...(request.explain && { explain: toExplain(outcome.report) }),
  };
  if (request.response_format !== 'b64_json') return context.json(answer);
  const pieces = encodeAnswer(answer, outcome.pictures);
  const length = pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
  return context.body(streamPieces(pieces), 200, {
    'Content-Type': 'application/json',
    'Content-Length': String(length),
  });
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
