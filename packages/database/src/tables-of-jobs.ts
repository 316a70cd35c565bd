/** A call for pictures that runs apart from its caller; `status` ends in one of two. */
export interface JobTable {
  id: string;
  organisation_id: string;
  sub_account_id: string | null;
  generation_id: string;
  model: string;
  status: 'queued' | 'processing' | 'completed' | 'failed';
  /** JSON of the call, until the job ends: prompts are not kept longer than they are needed. */
  call: string | null;
  /** JSON: how the answer is to be shown. */
  view: string;
  webhook_url: string | null;
  progress_permille: bigint;
  /** JSON of what was made; null unless completed. */
  outcome: string | null;
  /** JSON of the error; null unless failed. */
  error: string | null;
  cost_micro_usd: bigint;
  /** How often it was begun. */
  runs: bigint;
  /** 1 = an upstream that takes money may have been asked, so it is not asked again. */
  asked_upstream: bigint;
  lease_id: string | null;
  lease_until_ms: bigint | null;
  run_after_ms: bigint;
  /** Its place in the queue: each organisation has one job a turn. */
  turn: bigint;
  created_at_ms: bigint;
  updated_at_ms: bigint;
  finished_at_ms: bigint | null;
}

/** An address of an organisation that is told of events; `events` is a JSON array of types. */
export interface WebhookTable {
  id: string;
  organisation_id: string;
  url: string;
  events: string;
  description: string | null;
  /** The first failure since the last success. */
  failing_since_ms: bigint | null;
  disabled_at_ms: bigint | null;
  deleted_at_ms: bigint | null;
  created_at_ms: bigint;
}

/** What webhooks of an organisation are signed with, sealed; a former one is valid for a while. */
export interface WebhookSecretTable {
  id: string;
  organisation_id: string;
  sealed: string;
  /** Null = the present one. */
  valid_until_ms: bigint | null;
  created_at_ms: bigint;
}

/** An event on its way to one address; without `webhook_id` it is the address of one call. */
export interface WebhookDeliveryTable {
  id: string;
  organisation_id: string;
  event_id: string;
  webhook_id: string | null;
  url: string;
  status: 'pending' | 'delivered' | 'failed';
  tries: bigint;
  next_try_at_ms: bigint;
  lease_id: string | null;
  lease_until_ms: bigint | null;
  created_at_ms: bigint;
  ended_at_ms: bigint | null;
}

/** One sending of a delivery: the status that was answered, or the fault. */
export interface WebhookTryTable {
  delivery_id: string;
  number: bigint;
  answer: bigint | null;
  fault: string | null;
  took_ms: bigint;
  created_at_ms: bigint;
}
