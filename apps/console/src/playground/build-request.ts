import type { RequestBody } from '@aigateway/catalog';
import type { FormField, PlaygroundModel } from './playground-props.ts';

/** A picture the visitor gave. */
export interface GivenPicture {
  readonly name: string;
  /** A data URL, or an address of ours whose bytes are fetched when they are sent. */
  readonly previewUrl: string;
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
  readonly options: Readonly<Record<string, string>>;
}

/** What stands in the shown code for a picture that would fill the screen. */
export const PICTURE_PLACEHOLDER = 'data:image/png;base64,…';

/**
 * The body of the call, in the order in which it is shown. `picture` is the value to send for the
 * given picture; only what was chosen and what the model knows is sent.
 */
export function buildRequest(
  model: PlaygroundModel,
  choices: Choices,
  picture: string | null,
): RequestBody {
  const seed = Number.parseInt(choices.seed, 10);
  return {
    model: model.id,
    prompt: choices.prompt.trim(),
    ...(picture !== null && model.takesPicture && { image: picture }),
    ...(choices.artStyle !== '' && { art_style: choices.artStyle }),
    n: Math.min(choices.count, model.maxPictures),
    size: choices.size,
    ...(Number.isSafeInteger(seed) && { seed }),
    ...chosenOptions(model, choices),
  };
}

function chosenOptions(model: PlaygroundModel, choices: Choices): RequestBody {
  const body: Record<string, string | number | boolean> = {};
  for (const field of model.fields) {
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
  const picture = model.priceMicroUsd[chosen] ?? model.priceMicroUsd.default ?? 0;
  const micros = picture * Math.min(choices.count, model.maxPictures);
  return micros === 0 ? 'free' : `$${(micros / 1_000_000).toFixed(3)}`;
}
