import type { AssetStore } from '../http/asset-store.ts';
import type { Sample } from '../samples/samples.ts';

/** What every page knows about the place it is shown in. */
export interface Site {
  readonly publicUrl: string;
  readonly version: string;
  readonly mode: 'sandbox' | 'production';
  readonly assetUrl: AssetStore['urlOf'];
  readonly samples: readonly Sample[];
}
