import type { MicroUsd } from '@aigateway/contract';

/** Speeds a call can ask for, also by its quality; `default` where it asks for none. */
export type Speed = 'turbo' | 'default' | 'quality';

/** All of them, the cheapest first. */
export const SPEEDS: readonly Speed[] = ['turbo', 'default', 'quality'];

/** Money for one picture at each speed. */
export type PriceBySpeed = Readonly<Record<Speed, MicroUsd>>;

/** Money for one picture at each speed, and for the sizes `WxH` that change it. */
export interface PriceList extends PriceBySpeed {
  readonly bySize?: Readonly<Record<string, PriceBySpeed>>;
}

/** One way to serve a model: an operation of a provider, by their ids. */
export interface ModelDeployment {
  readonly provider: string;
  readonly deployment: string;
  /** What the upstream takes for one picture, from its own price page; absent = not published. */
  readonly upstream?: PriceList;
}

/** One model as it is sold. One file a model; lists, pages and prices derive from it. */
export interface CatalogModel {
  /** `<maker>/<model>`, lower case. */
  readonly id: string;
  readonly name: string;
  /** The maker's name as people write it. */
  readonly maker: string;
  readonly family: string;
  readonly modality: 'image';
  /** One sentence for people. */
  readonly tagline: string;
  readonly description: string;
  readonly capabilities: readonly string[];
  readonly strengths: readonly string[];
  readonly useCases: readonly string[];
  readonly collections: readonly string[];
  /** What a caller pays for one delivered picture. */
  readonly listPriceMicroUsd: MicroUsd;
  /** Where speed or size change the price; its `default` is `listPriceMicroUsd`. */
  readonly listPrices?: PriceList;
  /** Keeps a given character: takes reference pictures. */
  readonly character: boolean;
  /** In order of preference. */
  readonly deployments: readonly ModelDeployment[];
  /**
   * `sandbox` = the built-in engine stands in, labelled, where no upstream is configured;
   * `never` = the model is only what its maker makes.
   */
  readonly builtInStandIn: 'sandbox' | 'never';
  /** How pictures are answered where the call does not say; `url` when absent. */
  readonly responseFormat?: 'b64_json';
  /** Where it can be called; `/v1/images/generations` alone when absent. */
  readonly endpoints?: readonly string[];
  /** True = takes so long that a call is answered 202 with a job unless it says `async: false`. */
  readonly answersLater?: boolean;
  /** Unix seconds. */
  readonly addedAt: number;
}

/** Declares a model; the type is all it adds. */
export function defineModel(model: CatalogModel): CatalogModel {
  return model;
}
