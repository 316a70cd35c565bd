import type { FieldRule, FieldTable } from '../define-provider.ts';

/** Sent on exactly as it was given. */
export const used: FieldRule = { support: 'used', note: '' };

/** Has another form upstream, without loss. `note` completes "`field` …". */
export function converted(note: string): FieldRule {
  return { support: 'converted', note };
}

/** Something near to what was asked. `note` completes "`field` …". */
export function approximated(note: string): FieldRule {
  return { support: 'approximated', note };
}

/** Has no effect. `note` completes "`field` …". */
export function unsupported(note: string): FieldRule {
  return { support: 'unsupported', note };
}

/** The rule for file formats that an upstream does not make itself. */
export const transcoded: FieldRule = converted('is made by this gateway from what the route sends');

const takesWords = 'has no effect: this route makes pictures from words alone';
const noOption = 'has no effect: this route has no such option';

/** A table to start from: nothing but the prompt. A route overrides what it can do. */
export const ONLY_PROMPT: FieldTable = {
  prompt: used,
  n: used,
  size: unsupported(noOption),
  image: unsupported(takesWords),
  mask: unsupported('has no effect: this route takes no mask'),
  input_fidelity: unsupported(noOption),
  character_reference_images: unsupported(takesWords),
  character_reference_mask: unsupported('has no effect: this route finds the character itself'),
  character_reference_box: unsupported('has no effect: this route finds the character itself'),
  style_reference_images: unsupported(takesWords),
  art_style: unsupported(noOption),
  style_type: unsupported(noOption),
  negative_prompt: unsupported(noOption),
  seed: unsupported(noOption),
  magic_prompt: unsupported('has no effect: this route does not rewrite prompts'),
  aspect_ratio: unsupported(noOption),
  output_format: transcoded,
  output_compression: transcoded,
  strength: unsupported(noOption),
  quality: unsupported(noOption),
  rendering_speed: unsupported(noOption),
  background: unsupported(noOption),
  moderation: unsupported(noOption),
  style: unsupported(noOption),
  style_codes: unsupported('has no effect: style codes belong to Ideogram'),
  color_palette: unsupported(noOption),
  user: unsupported('is not sent on'),
  safety_identifier: unsupported('is not sent on'),
};
