/// <reference lib="dom" />
import type { RequestBody } from '@aigateway/catalog';
import type { ImageMetrics, ImagesResponse } from '@aigateway/contract';
import { postJson, toCallError } from './gateway-client.ts';
import { readEvents } from './read-events.ts';
import type { ModelForm } from './read-form.ts';

/** A picture that has arrived. */
export interface ArrivedPicture {
  /** On this host, so that the page may show it. */
  readonly url: string;
  readonly seed: number | null;
  readonly metrics: ImageMetrics | null;
}

/** What came back for one call. */
export interface CallResult {
  readonly pictures: readonly ArrivedPicture[];
  readonly size: string;
  readonly provider: string;
  readonly costCents: string;
  readonly warning: string | null;
  readonly requestId: string;
}

/** A picture in an event of a stream, as far as it is read here. */
interface StreamedPicture {
  readonly b64_json: string;
  readonly output_format: string;
  readonly image_index: number;
}

/** A finished one. */
interface FinishedPicture extends StreamedPicture {
  readonly url?: string;
  readonly size: string;
  readonly seed?: number;
  readonly metrics?: ImageMetrics;
  readonly provider: string;
  readonly cost_cents: string;
  readonly warnings: readonly string[];
}

/** Hears of pictures on their way: which of the call's, and its bytes as a data URL. */
export type OnPartial = (picture: number, dataUrl: string) => void;

const PARTIAL_IMAGES = 3;

/**
 * Makes pictures, followed while they are made where the model's route can be. Rejects with
 * `CallError`, or with the abort reason.
 */
export async function callGateway(
  form: ModelForm,
  body: RequestBody,
  { signal, onPartial }: { signal: AbortSignal; onPartial: OnPartial },
): Promise<CallResult> {
  const asked = {
    ...body,
    ...(form.streams && {
      stream: true,
      partial_images: PARTIAL_IMAGES,
      response_format: 'url',
    }),
  };
  const response = await postJson(form.endpoint, asked, signal);
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
  return isStream ? readStream(response, onPartial) : readAnswer(response);
}

async function readAnswer(response: Response): Promise<CallResult> {
  const answer: ImagesResponse = await response.json();
  const { headers } = response;
  return {
    pictures: answer.data.flatMap(({ url, seed, metrics }) =>
      url === undefined
        ? []
        : [{ url: toLocal(url), seed: seed ?? null, metrics: metrics ?? null }],
    ),
    size: answer.size,
    provider: headers.get('x-aig-provider') ?? '',
    costCents: headers.get('x-cost-cents') ?? '0',
    warning: headers.get('x-aig-warning'),
    requestId: headers.get('x-request-id') ?? '',
  };
}

async function readStream(response: Response, onPartial: OnPartial): Promise<CallResult> {
  const requestId = response.headers.get('x-request-id') ?? '';
  const finished: FinishedPicture[] = [];
  if (response.body === null) throw new TypeError('the answer has no body');
  for await (const { name, data } of readEvents(response.body)) {
    if (name === 'error') throw toCallError(data, requestId);
    if (name.endsWith('.completed')) finished.push(data as FinishedPicture);
    if (name.endsWith('.partial_image')) {
      const partial = data as StreamedPicture;
      onPartial(partial.image_index, toDataUrl(partial));
    }
  }
  const [first] = finished;
  if (first === undefined) throw new TypeError('the stream ended without a picture');
  const warnings = new Set(finished.flatMap((event) => event.warnings));
  return {
    pictures: finished.map((event) => ({
      url: event.url === undefined ? toDataUrl(event) : toLocal(event.url),
      seed: event.seed ?? null,
      metrics: event.metrics ?? null,
    })),
    size: first.size,
    provider: first.provider,
    costCents: sumCents(finished.map((event) => event.cost_cents)),
    warning: warnings.size === 0 ? null : [...warnings].join(' '),
    requestId,
  };
}

function toDataUrl({ output_format, b64_json }: StreamedPicture): string {
  return `data:image/${output_format};base64,${b64_json}`;
}

/** Cents have at most four decimals: a micro-dollar. */
function sumCents(cents: readonly string[]): string {
  const micros = cents.reduce((sum, one) => sum + Math.round(Number(one) * 10_000), 0);
  return String(micros / 10_000);
}

/** The media host may go by another name of this machine; the page may only show its own. */
function toLocal(url: string): string {
  const { pathname, search } = new URL(url, location.href);
  return `${pathname}${search}`;
}
