import type { CatalogModel } from '@aigateway/catalog';
import type { ModelRequestSchema } from '@aigateway/contract';
import type { AccountServices, ConsoleSession } from './account-services.ts';
import type { CallApi } from './api-call.ts';

/** A place the engine can draw. */
export interface SceneSummary {
  readonly id: string;
  readonly title: string;
}

/** What the playground needs; without it there is no playground. */
export interface PlaygroundServices {
  readonly scenes: readonly SceneSummary[];
  /** Ids of the art styles. */
  readonly artStyles: readonly string[];
  /** What a model honours: the answer of `GET /v1/models/{id}/schema`. */
  describeModel(model: CatalogModel): ModelRequestSchema;
  /**
   * A normal, short-lived key with which this visitor's browser calls the public API. `session` is
   * null for those who are not signed in: a sandbox may give them one on its play wallet, and so to
   * members who may only look. Null = nothing without signing in, or with that role.
   */
  issueKey(session: ConsoleSession | null): Promise<{ key: string } | null>;
}

/** An order of credit on the page of play money; amounts as people write them. */
export interface PlayOrder {
  readonly id: string;
  readonly state: 'open' | 'paid' | 'expired' | 'failed';
  readonly credit: string;
  readonly fee: string;
  readonly total: string;
}

/** The page of play money; ids that name no such order are null. */
export interface PlayServices {
  read(id: string): Promise<PlayOrder | null>;
  /** `save` keeps play money as a means of payment for reloads. */
  pay(id: string, save: boolean): Promise<PlayOrder | null>;
  cancel(id: string): Promise<PlayOrder | null>;
}

/** A picture that a page is shared with. */
export interface CardRequest {
  readonly prompt: string;
  readonly artStyle: string;
  readonly seed: number;
  /** The bytes of the character's picture; null = drawn from the words. */
  readonly character: Uint8Array | null;
}

/** Draws such a picture as JPEG, 1200 by 630 pixels, and keeps it. */
export type CardPainter = (card: CardRequest) => Promise<Uint8Array>;

/** A span that use is ranked over, up to now. */
export type RankingWindow = '24h' | '7d' | '30d';

/** What one model was used for in a window. */
export interface RankedModel {
  readonly model: string;
  readonly pictures: number;
  readonly requests: number;
  /** Decimal cents. */
  readonly spendCents: string;
  /** Organisations that used it. */
  readonly people: number;
  /** Pictures in equal steps of the window, oldest first. */
  readonly trend: readonly number[];
}

/** The use of this installation; models nobody used are not in it. */
export interface Ranking {
  readonly rows: readonly RankedModel[];
  /** Organisations that used any model. */
  readonly people: number;
  readonly asOfMs: number;
}

/** The use of this installation by model; absent where the operator switched it off. */
export interface RankingServices {
  /** Who may see it. */
  readonly access: 'public' | 'signed-in';
  read(window: RankingWindow): Promise<Ranking>;
}

/**
 * Everything the console needs from the house it stands in: plain data in, plain data out.
 * The console reads no settings, no database and no clock of its own.
 */
export interface ConsoleServices {
  /**
   * Where the gateway is reached from outside, without a trailing slash. Read at every request,
   * never while the console is created, so that it may be a getter.
   */
  readonly publicUrl: string;
  readonly version: string;
  readonly mode: 'sandbox' | 'production';
  /** Signing in and up, sessions, invitations. */
  readonly accounts: AccountServices;
  /** The public API, for the pages of the office. */
  readonly callApi: CallApi;
  readonly playground?: PlaygroundServices;
  /** Absent where money is real. */
  readonly play?: PlayServices;
  readonly rankings?: RankingServices;
  readonly paintCard?: CardPainter;
  /** Hears of every failure that became a 500 page; never throws. */
  reportError(error: unknown, path: string): void;
}
