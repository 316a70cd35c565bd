import type { MicroUsd } from '@aigateway/contract';

/** One way to serve a model: an operation of a provider, by their ids. */
export interface ModelDeployment {
  readonly provider: string;
  readonly deployment: string;
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
  /** Keeps a given character: takes reference pictures. */
  readonly character: boolean;
  /** In order of preference. */
  readonly deployments: readonly ModelDeployment[];
  /**
   * `sandbox` = the built-in engine stands in, labelled, where no upstream is configured;
   * `never` = the model is only what its maker makes.
   */
  readonly builtInStandIn: 'sandbox' | 'never';
  /** Unix seconds. */
  readonly addedAt: number;
}

/** Declares a model; the type is all it adds. */
export function defineModel(model: CatalogModel): CatalogModel {
  return model;
}
