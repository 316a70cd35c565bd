import type { Atelier } from '@aigateway/atelier';
import type { ImageRequest } from '@aigateway/contract';

/** Fields of a request that decide how the gateway answers; no upstream ever sees them. */
type GatewayField =
  | 'model'
  | 'response_format'
  | 'stream'
  | 'partial_images'
  | 'async'
  | 'webhook_url'
  | 'dry_run'
  | 'provider_key_id'
  | 'routing'
  | 'explain'
  | 'metrics'
  | 'character';

/** Fields of a request that a deployment must say something about. */
export type OrderField = Exclude<keyof ImageRequest, GatewayField>;

/** What a deployment does with a field. */
export type Support = 'used' | 'converted' | 'approximated' | 'unsupported';

/** What becomes of one field, and a sentence about it for callers. */
export interface FieldRule {
  readonly support: Support;
  /** Completes "`field` …"; shown in warnings, docs and `explain`. Empty for `used`. */
  readonly note: string;
}

/** A rule for every field: what is not in here cannot be forgotten, the type demands it. */
export type FieldTable = Readonly<Record<OrderField, FieldRule>>;

/** A picture that has been fetched, bounded and recognised. */
export interface Picture {
  readonly bytes: Uint8Array;
  readonly format: 'png' | 'jpeg' | 'webp';
  readonly width: number;
  readonly height: number;
}

/** A validated request for pictures, free of wire forms. */
export interface ImageOrder {
  readonly prompt: string;
  /** Number of pictures, 1..10. */
  readonly count: number;
  /** Pixels; null = the route decides. */
  readonly size: { readonly width: number; readonly height: number } | null;
  readonly source: Picture | null;
  readonly characters: readonly Picture[];
  readonly characterMask: Picture | null;
  readonly styleReferences: readonly Picture[];
  /**
   * What an edit repaints: an opaque grey PNG of the source's size, black = repaint, white = keep.
   * Whoever builds the order converts OpenAI's form (transparent = repaint) once, for all routes.
   */
  readonly editMask?: Picture | null;
  /** The plain options, by their wire names, as they were sent. */
  readonly options: Pick<
    ImageRequest,
    Exclude<
      OrderField,
      | 'prompt'
      | 'n'
      | 'size'
      | 'image'
      | 'character_reference_images'
      | 'character_reference_mask'
      | 'style_reference_images'
      | 'mask'
    >
  >;
  /** Fields the caller sent with a value that asks for something. */
  readonly given: ReadonlySet<OrderField>;
  /** The first picture's seed; the others count up from it, modulo 2^31. */
  readonly seed: number;
  /** Whether appearance is to be measured, where the route can. */
  readonly measure?: boolean;
}

/** Bounds of a deployment beyond the contract's own. An order over a number is refused by it. */
export interface DeploymentLimits {
  /** Most pictures of the character. */
  readonly characters?: number;
  /** Most pictures in all roles together. */
  readonly pictures?: number;
  /** Longest side of a size that is taken beside the listed ones; 2048 when absent. */
  readonly longestSide?: number;
  /** Sizes `WxH` that are met to the pixel, where they can be listed. */
  readonly sizes?: readonly string[];
  /** Ratios `W:H` that are met exactly, where they can be listed. */
  readonly ratios?: readonly string[];
  /** Values of a field that have an effect, where not all do. */
  readonly values?: Readonly<Partial<Record<OrderField, readonly string[]>>>;
}

/** One operation of a provider that a model can be served by. */
export interface ProviderDeployment {
  /** Unique within the provider. */
  readonly id: string;
  /** Works without any reference picture. */
  readonly drawsFromWords: boolean;
  /** Most pictures in flight at once. */
  readonly concurrency: number;
  readonly deadlineMs: number;
  readonly fields: FieldTable;
  readonly limits?: DeploymentLimits;
  /**
   * What a caller's hang-up does. `stop` = the attempt is aborted, and with it the work: nobody is
   * billed for half of it. `finish` = stopping saves nothing, so the pictures are made and kept;
   * a job that only waits is withdrawn where the upstream lets it be.
   */
  readonly onHangUp: 'stop' | 'finish';
  /** Pictures without which the operation cannot run; none when absent. */
  readonly needs?: readonly ('source' | 'character' | 'edit_mask')[];
  /** Settings that must have exactly these values for the deployment to be configured. */
  readonly requires?: Readonly<Record<string, string>>;
  /** Settings that must be there, whatever they say. */
  readonly needsSettings?: readonly string[];
  /** Rules that this very order changes, such as a size that happens to be met exactly. */
  readonly refine?: (order: ImageOrder) => Partial<FieldTable>;
}

/** What an attempt may use of the world. */
export interface ProviderContext {
  readonly deployment: ProviderDeployment;
  readonly fetch: typeof fetch;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Aborted when the caller hung up or the deadline passed. */
  readonly signal: AbortSignal;
  /** 0..1 over all pictures, never falling. */
  readonly onProgress: (progress: number) => void;
  /** The upstream's secret, or null where none is needed. */
  readonly credential: string | null;
  /** Operator-configured base URL, or null for the maker's own. */
  readonly baseUrl: string | null;
  readonly atelier: Atelier;
  /** Waits between two polls, in milliseconds; ends early, rejecting, when `signal` aborts. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
  /**
   * Aborted when the caller hung up, where the work goes on all the same (`onHangUp`): a job that
   * only waits in a queue may then be withdrawn.
   */
  readonly hangUp?: AbortSignal;
  /** Where the upstream may send word that a job has ended; absent = it is only polled. */
  readonly webhookUrl?: string;
  /** Has `wake` called when the upstream says that a job has ended; the answer ends that. */
  readonly onWake?: (jobId: string, wake: () => void) => () => void;
  /** Told the upstream's own id of a job as soon as it accepted one. */
  readonly onAccepted?: (jobId: string) => void;
  /** What the operator set beside key and URL, by the names in `credentials.settings`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Intermediate pictures wanted, 0..3; only where the caller listens, with `onPartial`. */
  readonly partialImages?: number;
  readonly onPartial?: (partial: PartialPicture) => void;
}

/** An intermediate picture of an upstream that sends such. */
export interface PartialPicture {
  readonly bytes: Uint8Array;
  /** Which picture of the order, 0-based: that of the seed `order.seed + picture`. */
  readonly picture: number;
  /** 0-based, counting up for one picture. */
  readonly index: number;
}

/** Tokens an upstream counted; absent numbers were not told. */
export interface UpstreamUsage {
  readonly totalTokens: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly inputTextTokens?: number;
  readonly inputImageTokens?: number;
  readonly outputImageTokens?: number;
  readonly outputTextTokens?: number;
}

/** One delivered picture. */
export interface DeliveredPicture {
  readonly bytes: Uint8Array;
  /** The same bytes in base64 (ASCII, RFC 4648 with padding), where they arrived in that form. */
  readonly base64?: Uint8Array;
  readonly seed: number | null;
  readonly revisedPrompt: string | null;
  /** Appearance agreement with the reference, by name; absent where nobody measured it. */
  readonly appearance?: Readonly<Record<string, number>>;
}

/** What came of an attempt: a sibling's failure never throws away a finished picture. */
export interface ProviderAnswer {
  readonly pictures: readonly DeliveredPicture[];
  /** One for every picture that was asked for and not delivered. */
  readonly failures: readonly ProviderError[];
  readonly warnings: readonly string[];
  /** What the upstream took, integer micro-dollars, where it says so. */
  readonly upstreamMicroUsd: bigint | null;
  /** Absent or null where the upstream counts no tokens. */
  readonly usage?: UpstreamUsage | null;
}

/** How a request would be understood, without making anything. */
export interface ProviderPlan {
  readonly plan: Readonly<Record<string, unknown>>;
  readonly revisedPrompt: string;
  readonly warnings: readonly string[];
}

/** The environment variables that configure a provider. */
export interface ProviderCredentials {
  readonly keyVariable: string;
  /** True where the URL alone makes the provider usable, as with engines on the own network. */
  readonly keyOptional?: boolean;
  readonly urlVariable?: string;
  /** Further variables, by the name that `context.settings` has them under. */
  readonly settings?: Readonly<Record<string, string>>;
  /** What a setting says where its variable is not set. */
  readonly defaults?: Readonly<Record<string, string>>;
}

/** What an upstream says an order would cost. */
export interface UpstreamQuote {
  /** Integer micro-dollars for the whole order. */
  readonly microUsd: bigint;
  readonly exact: boolean;
}

/** A webhook as it arrived: header names in lower case, the body untouched. */
export interface WebhookDelivery {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

/** What a maker says of a key; `restricted` = it knows the key, but lets it read nothing. */
export type KeyVerdict = 'accepted' | 'restricted';

/** An upstream that can be asked for pictures. One file a provider. */
export interface Provider {
  /** kebab-case, as in `x-aig-provider`. */
  readonly id: string;
  readonly title: string;
  /** The environment variables that configure it; null = needs none. */
  readonly credentials: ProviderCredentials | null;
  readonly deployments: readonly ProviderDeployment[];
  /** Makes the pictures. Throws `ProviderError` when none was made. */
  readonly generate: (order: ImageOrder, context: ProviderContext) => Promise<ProviderAnswer>;
  /** Fetches what became of a job that was accepted earlier. Free; never starts anything. */
  readonly collect?: (jobId: string, context: ProviderContext) => Promise<ProviderAnswer>;
  /** Asks what an order would cost upstream. Free; makes nothing. */
  readonly quote?: (order: ImageOrder, context: ProviderContext) => Promise<UpstreamQuote>;
  /** Free test of a key. Throws `ProviderError`: `unauthorized` for a wrong one. */
  readonly checkKey?: (context: ProviderContext) => Promise<KeyVerdict>;
  /**
   * Checks the signature of a delivery. Null = forged, stale or malformed. The secret is the
   * setting `webhookSecret`, where the provider has one; the maker's public keys otherwise.
   */
  readonly verifyWebhook?: (
    delivery: WebhookDelivery,
    context: Pick<ProviderContext, 'fetch' | 'now'> & { readonly secret?: string },
  ) => Promise<{ readonly jobId: string } | null>;
  readonly plan?: (order: ImageOrder, context: Pick<ProviderContext, 'atelier'>) => ProviderPlan;
}

/** Declares a provider; the type is all it adds. */
export function defineProvider(provider: Provider): Provider {
  return provider;
}

/** Why an attempt failed. */
export type ProviderErrorKind =
  | 'refused'
  | 'invalid_image'
  | 'invalid_request'
  | 'unauthorized'
  | 'exhausted_credit'
  | 'rate_limited'
  | 'saturated'
  | 'failed'
  | 'timeout'
  | 'cancelled';

/** What else is known of a failed attempt. */
export interface ProviderErrorDetail {
  /** May the upstream have billed? Decides whether another attempt is allowed. */
  readonly billed: 'no' | 'maybe' | 'yes';
  readonly retryAfterSeconds?: number;
  /** The upstream's id of the job that was accepted: look it up, never submit it twice. */
  readonly jobId?: string;
  /** What the upstream took although nothing came of it, integer micro-dollars, where known. */
  readonly upstreamMicroUsd?: bigint;
  readonly cause?: unknown;
}

/** A failed attempt. `message` is our own sentence, fit for callers; upstream text is `cause`. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly billed: 'no' | 'maybe' | 'yes';
  readonly retryAfterSeconds: number | null;
  readonly jobId: string | null;
  readonly upstreamMicroUsd: bigint | null;

  constructor(
    readonly kind: ProviderErrorKind,
    message: string,
    detail: ProviderErrorDetail,
  ) {
    super(message, { cause: detail.cause });
    this.billed = detail.billed;
    this.retryAfterSeconds = detail.retryAfterSeconds ?? null;
    this.jobId = detail.jobId ?? null;
    this.upstreamMicroUsd = detail.upstreamMicroUsd ?? null;
  }
}

/** The same failure with more known of it. */
export function withDetail(
  failure: ProviderError,
  more: Partial<ProviderErrorDetail>,
): ProviderError {
  const { kind, message, billed, retryAfterSeconds, jobId, upstreamMicroUsd } = failure;
  return new ProviderError(kind, message, {
    billed,
    cause: failure,
    ...(retryAfterSeconds !== null && { retryAfterSeconds }),
    ...(jobId !== null && { jobId }),
    ...(upstreamMicroUsd !== null && { upstreamMicroUsd }),
    ...more,
  });
}
