import type { CatalogModel } from '@aigateway/catalog';
import type {
  Access,
  Deleted,
  FileCreate,
  FileListQuery,
  FileRecord,
  JobListQuery,
  ListPage,
  ModelRequestSchema,
  ProviderHealth,
  ProviderKeyTest,
} from '@aigateway/contract';
import type { Context } from 'hono';
import type { AdminDesk } from '../admin-desk.ts';
import type { Caller } from '../caller.ts';
import type { ControlPlane } from '../control-plane.ts';
import type { CreditDesk } from '../credit-desk.ts';
import type { CutOutCall, CutOutView } from '../cut-out-call.ts';
import type { ImageCall, ImageOutcome, ImageQuote, KeptPicture } from '../image-call.ts';
import type { JobRecord } from '../job.ts';
import type { Principal } from '../principal.ts';
import type { RateState } from '../rate-state.ts';
import type { WebhookDesk } from '../webhook-desk.ts';

/** What every request carries through the edge. */
export interface EdgeEnv {
  Variables: {
    requestId: string;
    /** Set once the key was checked; for the log line. */
    principal?: Principal;
    /** Catalogue code of the error that was answered; for log and metrics. */
    errorCode?: string;
  };
}

/** A request inside the edge. */
export type EdgeContext = Context<EdgeEnv>;

/** An own key without its secret. */
export interface OwnKeyView {
  readonly id: string;
  readonly provider: string;
  readonly name: string;
  readonly last4: string;
  readonly createdAtMs: number;
  readonly testedAtMs: number | null;
}

/** Whose own keys, and who changes them. */
export interface OwnKeyChanger {
  readonly organisationId: string;
  /** As the audit log names it. */
  readonly actor: string;
}

/** A secret, and whether its maker is asked about it first. */
export interface NextSecret {
  readonly secret: string;
  readonly validate: boolean;
}

/** An own key to attach. */
export interface NewOwnKey extends OwnKeyChanger, NextSecret {
  readonly provider: string;
  readonly name: string;
}

/** What its maker says of an own key. */
export type OwnKeyTest = ProviderKeyTest['result'];

/** A key that was kept; `test` is null where its maker was not asked. */
export interface KeptOwnKey {
  readonly key: OwnKeyView;
  readonly test: OwnKeyTest | null;
}

/** What routes do with own keys. */
export interface OwnKeyServices {
  attach(key: NewOwnKey): Promise<KeptOwnKey>;
  list(organisationId: string): Promise<OwnKeyView[]>;
  test(organisationId: string, id: string): Promise<OwnKeyTest>;
  rotate(by: OwnKeyChanger, id: string, next: NextSecret): Promise<KeptOwnKey>;
  revoke(by: OwnKeyChanger, id: string): Promise<void>;
}

/** What routes do with pictures kept here. Throws 404 `image_not_found` for ids of others. */
export interface FileServices {
  create(by: Principal, file: FileCreate): Promise<FileRecord>;
  list(by: Principal, query: FileListQuery): Promise<ListPage<FileRecord>>;
  get(by: Principal, id: string): Promise<FileRecord>;
  content(by: Principal, id: string): Promise<{ file: FileRecord; bytes: Uint8Array }>;
  delete(by: Principal, id: string): Promise<Deleted>;
}

/** What routes do with jobs; a caller sees those of its organisation, or of its sub-account. */
export interface JobServices {
  /** Accepts a call to be made later. Throws what the call would have thrown, and 503. */
  accept(call: ImageCall): Promise<JobRecord>;
  /** Throws 404 `job_not_found`. */
  get(by: Principal, id: string): Promise<JobRecord>;
  list(by: Principal, query: JobListQuery): Promise<ListPage<JobRecord>>;
  /** The job as it is then. Throws 404 `job_not_found`. */
  cancel(by: Principal, id: string): Promise<JobRecord>;
  /** Names what a job's answer shows now; another means that it changed. */
  version(job: JobRecord): string;
}

/** What routes may ask for: the rooms behind the edge, as functions over plain data. */
export interface EdgeServices {
  readonly newRequestId: () => string;
  /** Who calls, counted once. Throws 401, 403, 429. */
  readonly admit: (
    caller: Caller,
    access: Access,
  ) => Promise<{ readonly principal: Principal; readonly rate: RateState }>;
  readonly generateImage: (call: ImageCall) => Promise<ImageOutcome | ImageQuote>;
  readonly jobs: JobServices;
  readonly webhooks: WebhookDesk;
  /** The character of a picture on nothing. Throws as `readInputImage`, 400, 503. */
  readonly cutOutImage: (call: CutOutCall) => Promise<CutOutView>;
  /** The models of this installation by id. */
  readonly models: ReadonlyMap<string, CatalogModel>;
  /** What a model honours on its present route. Throws 503 `no_deployment` where none is known. */
  readonly describeModel: (model: CatalogModel) => ModelRequestSchema;
  /** What a caller may see of the wallet, in micro-dollars. */
  readonly readBalance: (
    principal: Principal,
  ) => Promise<{ posted: bigint; held: bigint; available: bigint }>;
  /** The signed address of a picture. */
  readonly pictureUrl: (picture: Pick<KeptPicture, 'id' | 'format'>) => string;
  /** The bytes of a picture that is the organisation's, or null. */
  readonly readPicture: (organisationId: string, id: string) => Promise<Uint8Array | null>;
  /** The picture of a signed address, or null. */
  readonly readSigned: (
    file: string,
    query: { exp: string; sig: string },
  ) => Promise<{ bytes: Uint8Array; format: string; sha256: string } | null>;
  /** Keys, sub-accounts, budgets and usage. */
  readonly control: ControlPlane;
  /** Unix seconds. */
  readonly nowSeconds: () => number;
  /** Calls back every 15 seconds, until the function that it returns is called. */
  readonly beat: (onBeat: () => void) => () => void;
  /** Logs a fault of a call whose answer had begun. */
  readonly reportFault: (requestId: string, error: unknown) => void;
  /** Takes a maker's word that a job has ended: checked, then only used to look at the job. */
  readonly receiveWebhook: (
    provider: string,
    delivery: {
      readonly headers: Readonly<Record<string, string | undefined>>;
      readonly body: Uint8Array;
    },
  ) => Promise<'accepted' | 'refused' | 'unknown'>;
  /** What the operator alone reads and changes. */
  readonly admin: AdminDesk;
  /** Buying and giving credit. */
  readonly credit: CreditDesk;
  /** Where callers reach this gateway. */
  readonly publicUrl: () => string;
  /** Proxies of the operator's own in front. */
  readonly trustedProxies: number;
  readonly openApi: () => Record<string, unknown>;
  readonly ownKeys: OwnKeyServices;
  readonly files: FileServices;
  readonly readHealth: () => ProviderHealth[];
  /** Aborted when the gateway must end now. */
  readonly ending: AbortSignal;
}
