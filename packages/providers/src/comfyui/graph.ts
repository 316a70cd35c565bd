import { z } from 'zod';

/** An input that is another node's output: its id and the output's number. */
export type NodeLink = readonly [string, number];

/** ComfyUI's API format: nodes by id. The stored UI format cannot be posted. */
export const graphSchema = z.record(
  z.string().min(1).max(60),
  z.object({ class_type: z.string().min(1).max(200), inputs: z.record(z.string(), z.unknown()) }),
);

/** @see graphSchema */
export type ComfyGraph = z.infer<typeof graphSchema>;

/** What a graph is built for. */
export interface GraphOrder {
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly seed: number;
  readonly width: number;
  readonly height: number;
  /** Uploaded names, as `LoadImage` wants them. */
  readonly references: readonly string[];
  readonly mask: string | null;
}

/** A graph and the node whose pictures are the result. */
export interface BuiltGraph {
  readonly graph: ComfyGraph;
  readonly output: string;
}

/** Adds nodes under names that speak, and hands out links to them. */
export class GraphBuilder {
  readonly graph: ComfyGraph = {};

  add(id: string, classType: string, inputs: Readonly<Record<string, unknown>>): NodeLink {
    this.graph[id] = { class_type: classType, inputs: { ...inputs } };
    return [id, 0];
  }
}

const PREFIX = 'aigateway';

/** Model files of FLUX.2 klein 4B as its official template names them. */
const KLEIN = {
  model: 'flux-2-klein-4b-fp8.safetensors',
  text: 'qwen_3_4b.safetensors',
  vae: 'flux2-vae.safetensors',
};

/**
 * FLUX.2 klein 4B, distilled: four steps without guidance. Every reference is scaled to a
 * megapixel, encoded, and chained onto both conditionings (docs.comfy.org, flux-2-klein).
 */
export function buildKleinGraph(order: GraphOrder): BuiltGraph {
  const build = new GraphBuilder();
  const model = build.add('model', 'UNETLoader', {
    unet_name: KLEIN.model,
    weight_dtype: 'default',
  });
  const clip = build.add('clip', 'CLIPLoader', { clip_name: KLEIN.text, type: 'flux2' });
  const vae = build.add('vae', 'VAELoader', { vae_name: KLEIN.vae });
  const words = build.add('prompt', 'CLIPTextEncode', { clip, text: order.prompt });
  const nothing = build.add('nothing', 'ConditioningZeroOut', { conditioning: words });
  const [positive, negative] = chainReferences(build, { order, vae, from: 0 }, [words, nothing]);
  const { width, height, seed } = order;
  const samples = build.add('sample', 'SamplerCustomAdvanced', {
    noise: build.add('noise', 'RandomNoise', { noise_seed: seed }),
    guider: build.add('guide', 'CFGGuider', { model, positive, negative, cfg: 1 }),
    sampler: build.add('sampler', 'KSamplerSelect', { sampler_name: 'euler' }),
    sigmas: build.add('sigmas', 'Flux2Scheduler', { steps: 4, width, height }),
    latent_image: build.add('latent', 'EmptyFlux2LatentImage', { width, height, batch_size: 1 }),
  });
  return finish(build, samples, vae);
}

/** Model files of Qwen-Image-Edit-2511 as its official template names them. */
const QWEN = {
  model: 'qwen_image_edit_2511_bf16.safetensors',
  text: 'qwen_2.5_vl_7b_fp8_scaled.safetensors',
  vae: 'qwen_image_vae.safetensors',
};
/** Pictures that `TextEncodeQwenImageEditPlus` takes; the rest are chained as latents. */
const QWEN_SLOTS = 3;

/**
 * Qwen-Image-Edit-2511: 40 steps at a guidance of 4, as its authors do. Three pictures are read
 * by the text encoder; further ones only reach the image model. The reference method is the one
 * without which this version loses quality.
 */
export function buildQwenGraph(order: GraphOrder): BuiltGraph {
  const build = new GraphBuilder();
  const base = build.add('model', 'UNETLoader', { unet_name: QWEN.model, weight_dtype: 'default' });
  const clip = build.add('clip', 'CLIPLoader', { clip_name: QWEN.text, type: 'qwen_image' });
  const vae = build.add('vae', 'VAELoader', { vae_name: QWEN.vae });
  const shifted = build.add('shift', 'ModelSamplingAuraFlow', { model: base, shift: 3.1 });
  const model = build.add('norm', 'CFGNorm', { model: shifted, strength: 1 });
  const slots = order.references
    .slice(0, QWEN_SLOTS)
    .map((image, at) => [`image${at + 1}`, build.add(`load${at}`, 'LoadImage', { image })]);
  const encode = (id: string, prompt: string) => {
    const inputs = { clip, vae, prompt, ...Object.fromEntries(slots) };
    return build.add(id, 'TextEncodeQwenImageEditPlus', inputs);
  };
  const both = [encode('prompt', order.prompt), encode('negative', order.negativePrompt)] as const;
  const chained = chainReferences(build, { order, vae, from: QWEN_SLOTS }, both);
  const [positive, negative] = chained.map((conditioning, at) =>
    build.add(`method${at}`, 'FluxKontextMultiReferenceLatentMethod', {
      conditioning,
      reference_latents_method: 'index_timestep_zero',
    }),
  );
  const { width, height, seed } = order;
  const latent = build.add('latent', 'EmptySD3LatentImage', { width, height, batch_size: 1 });
  const samples = build.add('sample', 'KSampler', {
    ...{ model, seed, steps: 40, cfg: 4, sampler_name: 'euler', scheduler: 'simple' },
    ...{ positive, negative, latent_image: latent, denoise: 1 },
  });
  return finish(build, samples, vae);
}

/** Chains the references from `from` on onto both conditionings, in their order. */
function chainReferences(
  build: GraphBuilder,
  { order, vae, from }: { order: GraphOrder; vae: NodeLink; from: number },
  both: readonly [NodeLink, NodeLink],
): readonly [NodeLink, NodeLink] {
  return order.references
    .slice(from)
    .reduce<readonly [NodeLink, NodeLink]>(([positive, negative], image, index) => {
      const at = index + from;
      const loaded = build.add(`load${at}`, 'LoadImage', { image });
      const scaled = build.add(`scale${at}`, 'ImageScaleToTotalPixels', {
        image: loaded,
        upscale_method: 'lanczos',
        megapixels: 1,
      });
      const latent = build.add(`encode${at}`, 'VAEEncode', { pixels: scaled, vae });
      return [
        build.add(`positive${at}`, 'ReferenceLatent', { conditioning: positive, latent }),
        build.add(`negative${at}`, 'ReferenceLatent', { conditioning: negative, latent }),
      ];
    }, both);
}

function finish(build: GraphBuilder, samples: NodeLink, vae: NodeLink): BuiltGraph {
  const images = build.add('decode', 'VAEDecode', { samples, vae });
  build.add('save', 'SaveImage', { images, filename_prefix: PREFIX });
  return { graph: build.graph, output: 'save' };
}
