import { z } from 'zod';

/** One row of the error catalogue. */
interface ErrorRow {
  readonly status: 400 | 401 | 402 | 403 | 404 | 413 | 415 | 422 | 429 | 500 | 503 | 504;
  readonly type: string;
  /** What `x-should-retry` tells a client when the thrower knows no better. */
  readonly shouldRetry: boolean;
  /** When it is answered, for the documentation. */
  readonly when: string;
}

/** Every error a caller can meet. Adding one is adding a row. */
export const ERRORS = {
  malformed_request: row(400, 'invalid_request_error', 'The request is no well-formed HTTP.'),
  invalid_json: row(400, 'invalid_request_error', 'The body is not JSON.'),
  invalid_form: row(400, 'invalid_request_error', 'The body is no whole multipart form.'),
  invalid_value: row(400, 'invalid_request_error', 'A field has a wrong type or value.'),
  unknown_field: row(400, 'invalid_request_error', 'A field that no model knows.'),
  unsupported_value: row(400, 'invalid_request_error', 'A valid value this call cannot honour.'),
  missing_image: row(400, 'invalid_request_error', 'The operation needs a picture.'),
  invalid_image: row(400, 'invalid_request_error', 'A picture cannot be read or fetched.'),
  unsupported_size: row(400, 'invalid_request_error', 'A size no route of the model can make.'),
  too_many_images: row(400, 'invalid_request_error', 'More pictures than the operation takes.'),
  moderation_blocked: row(
    400,
    'image_generation_user_error',
    'A maker or this gateway refused the content.',
  ),
  missing_api_key: row(401, 'authentication_error', 'No key was sent.'),
  invalid_api_key: row(401, 'authentication_error', 'The key is wrong or revoked.'),
  expired_api_key: row(401, 'authentication_error', 'The key is past its date.'),
  invalid_signature: row(401, 'authentication_error', 'A delivery is forged, stale or a replay.'),
  invalid_provider_key: row(401, 'authentication_error', 'The maker refuses your own key.'),
  wallet_empty: row(402, 'insufficient_credits', 'The wallet holds less than the call costs.'),
  budget_exceeded: row(402, 'insufficient_credits', 'A cap of the key, tag or sub-account is met.'),
  provider_account_empty: row(402, 'insufficient_credits', 'Your own account there is empty.'),
  model_not_allowed: row(403, 'permission_error', 'The key may not use this model.'),
  scope_exceeded: row(403, 'permission_error', 'The key may not do this.'),
  foreign_origin: row(403, 'permission_error', 'A session was used from a page of others.'),
  model_not_found: row(404, 'not_found', 'No model has this id.'),
  endpoint_not_found: row(404, 'not_found', 'No endpoint has this path and method.'),
  request_not_found: row(404, 'not_found', "No request has this id, or it is somebody else's."),
  job_not_found: row(404, 'not_found', "No job has this id, or it is somebody else's."),
  webhook_not_found: row(404, 'not_found', "No webhook has this id, or it is somebody else's."),
  delivery_not_found: row(404, 'not_found', "No delivery has this id, or it isn't yours."),
  image_not_found: row(404, 'not_found', 'No picture here: wrong id, signature or date.'),
  provider_key_not_found: row(404, 'not_found', "No own key has this id, or it isn't yours."),
  key_not_found: row(404, 'not_found', "No key has this id, or it is somebody else's."),
  sub_account_not_found: row(404, 'not_found', "No sub-account has this id, or it isn't yours."),
  budget_not_found: row(404, 'not_found', "No budget has this id, or it is somebody else's."),
  order_not_found: row(404, 'not_found', "No order has this id, or it is somebody else's."),
  organisation_not_found: row(404, 'not_found', 'No organisation has this id.'),
  member_not_found: row(404, 'not_found', 'No member has this id in your organisation.'),
  invitation_not_found: row(404, 'not_found', 'No open invitation of yours has this id.'),
  payload_too_large: row(413, 'invalid_request_error', 'The body is over the documented limit.'),
  image_too_large: row(413, 'invalid_request_error', 'A picture is over 25 MB or 50 megapixels.'),
  unsupported_image_format: row(415, 'invalid_request_error', 'Not a PNG, JPEG or WebP.'),
  unsupported_media_type: row(415, 'invalid_request_error', 'The body has another content type.'),
  idempotency_key_reused: row(422, 'invalid_request_error', 'Same key, other body.'),
  cancelled: row(400, 'image_generation_user_error', 'The job was cancelled; only inside a job.'),
  rate_limit_exceeded: passing(429, 'rate_limit_error', 'Over the per-minute limit.'),
  concurrency_limit_exceeded: passing(429, 'rate_limit_error', 'Too many pictures in flight.'),
  upstream_failed: row(500, 'server_error', 'The maker failed; nothing was charged.'),
  internal_error: row(500, 'server_error', 'A fault of the gateway; nothing was charged.'),
  job_interrupted: row(500, 'server_error', 'A restart ended the job; only inside a job.'),
  job_queue_full: passing(503, 'service_unavailable', 'Too many jobs wait already.'),
  upstream_saturated: passing(503, 'service_unavailable', 'The maker has no room now.'),
  no_healthy_deployment: passing(503, 'service_unavailable', 'All routes rest after failures.'),
  no_deployment: row(503, 'service_unavailable', 'No route of this model is configured.'),
  payments_not_configured: row(503, 'service_unavailable', 'No payment provider is configured.'),
  payment_provider_failed: passing(503, 'service_unavailable', 'The payment provider failed.'),
  result_not_ready: passing(503, 'service_unavailable', 'The pictures are being made.'),
  shutting_down: passing(503, 'service_unavailable', 'The gateway is restarting.'),
  job_expired: row(504, 'server_error', 'The job waited for a day; only inside a job.'),
  upstream_timeout: row(504, 'server_error', 'The maker did not answer in time.'),
} as const satisfies Record<string, ErrorRow>;

/** A stable string to branch on. */
export type ErrorCode = keyof typeof ERRORS;

/** The body of every answer that is not a success. */
export const errorEnvelopeSchema = z
  .strictObject({
    error: z.strictObject({
      message: z.string().describe('What was wrong, what was expected, what to do.'),
      type: z.string().describe('Family of the error.'),
      param: z.string().nullable().describe('The field that was wrong, or null.'),
      code: z.string().nullable().describe('Stable code to branch on.'),
    }),
  })
  .describe('Error');

/** @see errorEnvelopeSchema */
export type ErrorEnvelope = z.infer<typeof errorEnvelopeSchema>;

/** What may be said beside code and message. */
export interface ApiErrorDetail {
  /** Wire name of the field that was wrong. */
  readonly param?: string;
  /** Seconds until a retry can succeed, for `Retry-After`. */
  readonly retryAfterSeconds?: number;
  /** Overrides the catalogue's `x-should-retry`. */
  readonly shouldRetry?: boolean;
  /** For the log only; never reaches the caller. */
  readonly cause?: unknown;
}

/** An error of the catalogue, thrown by any stage and answered by the edge. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: ErrorRow['status'];
  readonly type: string;
  readonly param: string | null;
  readonly retryAfterSeconds: number | null;
  readonly shouldRetry: boolean;

  constructor(
    readonly code: ErrorCode,
    message: string,
    detail: ApiErrorDetail = {},
  ) {
    super(message, { cause: detail.cause });
    const { status, type, shouldRetry } = ERRORS[code];
    this.status = status;
    this.type = type;
    this.param = detail.param ?? null;
    this.retryAfterSeconds = detail.retryAfterSeconds ?? null;
    this.shouldRetry = detail.shouldRetry ?? shouldRetry;
  }

  /** The wire form. */
  toEnvelope(): ErrorEnvelope {
    const { message, type, param, code } = this;
    return { error: { message, type, param, code } };
  }
}

function row(status: ErrorRow['status'], type: string, when: string): ErrorRow {
  return { status, type, shouldRetry: false, when };
}

/** A row whose error goes away by itself. */
function passing(status: ErrorRow['status'], type: string, when: string): ErrorRow {
  return { status, type, shouldRetry: true, when };
}
