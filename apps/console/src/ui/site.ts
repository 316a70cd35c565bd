import type { AssetStore } from '../http/asset-store.ts';
import type { Sample } from '../samples/samples.ts';

/** What every page knows about the place it is shown in. */
export interface Site {
  readonly publicUrl: string;
  readonly version: string;
  readonly mode: 'sandbox' | 'production';
  readonly assetUrl: AssetStore['urlOf'];
  /** As `assetUrl`, but null when there is no such file. */
  readonly findAssetUrl: AssetStore['find'];
  /** Whether this installation has a playground. */
  readonly hasPlayground: boolean;
  /** Whether there is a page of what this installation is used for. */
  readonly hasRankings: boolean;
  /** Whether anybody may know which models are used most. */
  readonly sortsByUsage: boolean;
  /** Whether pages have pictures of their own to be shared with. */
  readonly hasCards: boolean;
  /** Whether the documents were shipped with it. */
  readonly hasDocs: boolean;
  readonly samples: readonly Sample[];
}
