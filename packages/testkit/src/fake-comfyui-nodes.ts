/** An input of a node: a link or value of a type, or one of a list of names. */
type NodeInput = string | readonly string[];

/** The nodes a fresh ComfyUI has, with the files of the models that are installed. */
export const COMFYUI_NODES: Readonly<Record<string, Readonly<Record<string, NodeInput>>>> = {
  UNETLoader: {
    unet_name: ['flux-2-klein-4b-fp8.safetensors', 'qwen_image_edit_2511_bf16.safetensors'],
    weight_dtype: ['default', 'fp8_e4m3fn'],
  },
  CLIPLoader: {
    clip_name: ['qwen_3_4b.safetensors', 'qwen_2.5_vl_7b_fp8_scaled.safetensors'],
    type: ['stable_diffusion', 'flux2', 'qwen_image'],
  },
  VAELoader: { vae_name: ['flux2-vae.safetensors', 'qwen_image_vae.safetensors'] },
  CLIPTextEncode: { clip: 'CLIP', text: 'STRING' },
  ConditioningZeroOut: { conditioning: 'CONDITIONING' },
  LoadImage: { image: ['example.png'] },
  LoadImageMask: { image: ['example.png'], channel: ['alpha', 'red', 'green', 'blue'] },
  ImageScaleToTotalPixels: {
    image: 'IMAGE',
    upscale_method: ['nearest-exact', 'lanczos'],
    megapixels: 'FLOAT',
  },
  VAEEncode: { pixels: 'IMAGE', vae: 'VAE' },
  ReferenceLatent: { conditioning: 'CONDITIONING', latent: 'LATENT' },
  CFGGuider: { model: 'MODEL', positive: 'CONDITIONING', negative: 'CONDITIONING', cfg: 'FLOAT' },
  RandomNoise: { noise_seed: 'INT' },
  KSamplerSelect: { sampler_name: ['euler', 'dpmpp_2m'] },
  Flux2Scheduler: { steps: 'INT', width: 'INT', height: 'INT' },
  EmptyFlux2LatentImage: { width: 'INT', height: 'INT', batch_size: 'INT' },
  EmptySD3LatentImage: { width: 'INT', height: 'INT', batch_size: 'INT' },
  SamplerCustomAdvanced: {
    noise: 'NOISE',
    guider: 'GUIDER',
    sampler: 'SAMPLER',
    sigmas: 'SIGMAS',
    latent_image: 'LATENT',
  },
  ModelSamplingAuraFlow: { model: 'MODEL', shift: 'FLOAT' },
  CFGNorm: { model: 'MODEL', strength: 'FLOAT' },
  TextEncodeQwenImageEditPlus: {
    clip: 'CLIP',
    prompt: 'STRING',
    vae: 'VAE',
    image1: 'IMAGE',
    image2: 'IMAGE',
    image3: 'IMAGE',
  },
  FluxKontextMultiReferenceLatentMethod: {
    conditioning: 'CONDITIONING',
    reference_latents_method: ['offset', 'index', 'uxo/uno', 'index_timestep_zero'],
  },
  KSampler: {
    model: 'MODEL',
    seed: 'INT',
    steps: 'INT',
    cfg: 'FLOAT',
    sampler_name: ['euler'],
    scheduler: ['simple', 'normal'],
    positive: 'CONDITIONING',
    negative: 'CONDITIONING',
    latent_image: 'LATENT',
    denoise: 'FLOAT',
  },
  VAEDecode: { samples: 'LATENT', vae: 'VAE' },
  SaveImage: { images: 'IMAGE', filename_prefix: 'STRING' },
};

/** A node as `/object_info/{class}` tells it; choices in the older or the newer of two forms. */
export function describeNode(
  name: string,
  inputs: Readonly<Record<string, NodeInput>>,
  newForm: boolean,
): Record<string, unknown> {
  const required = Object.entries(inputs).map(([input, kind]) => [
    input,
    typeof kind === 'string' ? [kind, {}] : newForm ? ['COMBO', { options: kind }] : [kind, {}],
  ]);
  return { [name]: { name, input: { required: Object.fromEntries(required) } } };
}
