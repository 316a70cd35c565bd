import type { RemixRequest, RemixResult } from '../engine/atelier.ts';
import { renderRemix } from '../engine/render-remix.ts';
import { serialBands } from '../raster/kernel.ts';
import { characterPng, type TestCharacter } from './characters.ts';

/** One picture on this thread, without a pool or a clock. */
export function remixAlone(request: RemixRequest): Promise<RemixResult> {
  return renderRemix(request, {
    bands: serialBands,
    checkpoint: () => {},
    onProgress: () => {},
    now: () => 0,
  });
}

/** A measured remix of one of the project's characters, 320 pixels a side. */
export function characterRemix(
  name: TestCharacter,
  request: Pick<RemixRequest, 'prompt'> & Partial<RemixRequest>,
): RemixRequest {
  return {
    reference: characterPng(name, { height: 480 }),
    width: 320,
    height: 320,
    seed: 7,
    output: { format: 'png', quality: 90 },
    metrics: true,
    ...request,
  };
}
