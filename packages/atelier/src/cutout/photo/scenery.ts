import type { Box } from '../../raster/raster.ts';
import { kernelMass, patchKernel, type Scenery } from './candidates.ts';
import { contrastExponent, createPatchGraph } from './patch-graph.ts';
import { measureTexture } from './patch-texture.ts';
import { measureContact, measureSaliency } from './saliency.ts';
import { createSuperpixels } from './superpixels.ts';
import type { WorkingPicture } from './working-picture.ts';

/** Patches enough for limbs about a tenth of the subject wide. */
const PATCHES = 500;

/** Measures everything the search for the subject needs. */
export function surveyPicture(work: WorkingPicture, box: Box | null): Scenery {
  const patches = createSuperpixels(work, PATCHES);
  const graph = createPatchGraph(work, patches, contrastExponent(work));
  const texture = measureTexture(work, patches);
  const kernel = patchKernel(patches, texture);
  return {
    patches,
    graph,
    saliency: measureSaliency(patches, graph),
    texture,
    contact: measureContact(patches),
    kernel,
    crowd: kernelMass(kernel, patches.size),
    box,
  };
}
