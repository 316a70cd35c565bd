import type { RequestBody } from '@aigateway/catalog';
import type { PlaygroundModel } from './playground-props.ts';
import type { FormField, ModelForm } from './read-form.ts';

/** A picture the visitor gave. */
export interface GivenPicture {
  readonly name: string;
  /** A data URL, or an address of ours whose bytes are fetched when they are sent. */
  readonly previewUrl: string;
  /** The mask the visitor drew, as a data URL of the picture's own size; null = none. */
  readonly mask: string | null;
}

/** What the visitor has chosen. Inputs are texts, as the form holds them; empty = not sent. */
export interface Choices {
  readonly modelId: string;
  readonly prompt: string;
  readonly picture: GivenPicture | null;
  readonly artStyle: string;
  readonly size: string;
  readonly count: number;
  readonly seed: string;
  /** Whether it is told how far the character kept its appearance: that takes a while. */
  readonly measure: boolean;
  readonly options: Readonly<Record<string, string>>;
}

/** The pictures of a call as they are sent, or as they are shown. */
export interface SentPictures {
  readonly image: string | null;
  readonly mask: string | null;
}

/** What stands in the shown code for a picture that would fill the screen. */
export const PICTURE_PLACEHOLDER = 'data:image/png;base64,…';

/**
 * The body of the call, in the order in which it is shown. Only what was chosen and what the model
 * knows is sent.
 */
export function buildRequest(form: ModelForm, choices: Choices, sent: SentPictures): RequestBody {
  const seed = Number.parseInt(choices.seed, 10);
  const withPicture = sent.image !== null && form.takesPicture;
  return {
    model: form.modelId,
    prompt: choices.prompt.trim(),
    ...(withPicture && { image: sent.image }),
    ...(withPicture && sent.mask && form.takesMask && { character_reference_mask: sent.mask }),
    ...(form.artStyles.some(({ id }) => id === choices.artStyle) && {
      art_style: choices.artStyle,
    }),
    n: Math.min(choices.count, form.maxPictures),
    ...(form.takesSize && { size: fitSize(form, choices.size) }),
    ...(form.takesSeed && Number.isSafeInteger(seed) && { seed }),
    ...(withPicture && form.measures && choices.measure && { metrics: true }),
    ...chosenOptions([...form.mainFields, ...form.moreFields], choices),
  };
}

/** A size the model offers: the chosen one, or its first. */
export function fitSize({ sizes }: ModelForm, size: string): string {
  return sizes.includes(size) ? size : (sizes[0] ?? size);
}

function chosenOptions(fields: readonly FormField[], choices: Choices): RequestBody {
  const body: Record<string, string | number | boolean> = {};
  for (const field of fields) {
    const text = choices.options[field.name]?.trim() ?? '';
    if (text === '' || text === field.fallback) continue;
    const value = readOption(field, text);
    if (value !== null) body[field.name] = value;
  }
  return body;
}

function readOption(field: FormField, text: string): string | number | boolean | null {
  switch (field.kind) {
    case 'boolean':
      return text === 'true';
    case 'number':
      return Number.isFinite(Number(text)) ? Number(text) : null;
    case 'select':
    case 'text':
      return text;
  }
}

/** The price of a call before it is made: `$0.150`, or `free`. */
export function priceBefore(model: PlaygroundModel, choices: Choices): string {
  const { rendering_speed: speed = '', quality = '' } = choices.options;
  const chosen = speed || (model.speedOfQuality[quality] ?? 'default');
  const prices = model.priceBySize[choices.size] ?? model.priceMicroUsd;
  const picture = prices[chosen] ?? prices.default ?? 0;
  const micros = picture * choices.count;
  return micros === 0 ? 'free' : `$${(micros / 1_000_000).toFixed(3)}`;
}
