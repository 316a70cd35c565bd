const drawn = 'prompt rendering_speed magic_prompt num_images seed async private webhook_url';
const more = 'enable_copyright_detection target_collection_id';
const style = 'style_reference_images style_reference_asset_identifiers';
const character =
  'character_reference_images character_reference_mask character_reference_asset_identifiers';

/**
 * The request fields of Ideogram's v2 operations, as its document of 2026-10-07 names them. The
 * fake refuses all others. Files: image, mask, and the *_images and *_mask fields.
 */
export const IDEOGRAM_V2_FIELDS: Readonly<Record<string, ReadonlySet<string>>> = {
  '/v2/image/remix/ideogram-3-character': names(
    `${drawn} ${more} ${style} ${character} image image_asset_identifier image_weight style_type
    resolution aspect_ratio negative_prompt`,
  ),
  '/v2/image/generate/ideogram-3-character': names(
    `${drawn} ${more} ${style} ${character} style_type resolution aspect_ratio negative_prompt`,
  ),
  '/v2/image/inpaint/ideogram-3-character': names(
    `${drawn} ${more} ${style} ${character} image mask style_type style_codes`,
  ),
  '/v2/image/generate/ideogram-3': names(
    `${drawn} ${more} ${style} style_type style_codes style_preset color_palette resolution
    aspect_ratio negative_prompt`,
  ),
  '/v2/image/remix/ideogram-3': names(
    `${drawn} ${more} ${style} image image_weight style_type style_codes style_preset
    color_palette resolution aspect_ratio negative_prompt`,
  ),
  '/v2/image/inpaint/ideogram-3': names(
    `${drawn} ${more} ${style} image mask style_type style_codes style_preset`,
  ),
  '/v2/image/reframe/ideogram-3': names(
    `${style} image resolution num_images rendering_speed seed async style_codes style_preset
    color_palette`,
  ),
  '/v2/image/replace-background/ideogram-3': names(
    'image prompt num_images rendering_speed private webhook_url',
  ),
  '/v2/image/generate/ideogram-3-transparent': names(
    `${drawn} ${more} aspect_ratio negative_prompt upscale_factor`,
  ),
  '/v2/image/generate/ideogram-4': names(`${drawn} ${more} resolution`),
};

/** Fields without which an operation answers 400. */
export const IDEOGRAM_V2_REQUIRED: Readonly<Record<string, readonly string[]>> = {
  '/v2/image/remix/ideogram-3-character': ['prompt', 'image', 'character_reference_images'],
  '/v2/image/generate/ideogram-3-character': ['prompt', 'character_reference_images'],
  '/v2/image/inpaint/ideogram-3-character': [
    'prompt',
    'image',
    'mask',
    'character_reference_images',
  ],
  '/v2/image/generate/ideogram-3': ['prompt'],
  '/v2/image/remix/ideogram-3': ['prompt', 'image'],
  '/v2/image/inpaint/ideogram-3': ['prompt', 'image', 'mask'],
  '/v2/image/reframe/ideogram-3': ['image', 'resolution'],
  '/v2/image/replace-background/ideogram-3': ['prompt', 'image'],
  '/v2/image/generate/ideogram-3-transparent': ['prompt'],
  '/v2/image/generate/ideogram-4': ['prompt'],
};

/** Values that fields are bound to, where they are few. */
export const IDEOGRAM_V2_VALUES: Readonly<Record<string, RegExp>> = {
  rendering_speed: /^(turbo|default|quality)$/,
  magic_prompt: /^(auto|on|off)$/,
  style_type: /^(auto|general|realistic|design|custom|fiction|stylized)$/,
  num_images: /^[1-8]$/,
  image_weight: /^([1-9]|[1-9]\d|100)$/,
  resolution: /^\d{3,4}x\d{3,4}$/,
  aspect_ratio: /^(auto|\d{1,2}x\d{1,2})$/,
  seed: /^\d{1,10}$/,
  async: /^(true|false)$/,
  style_codes: /^[0-9a-fA-F]{8}$/,
};

function names(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
