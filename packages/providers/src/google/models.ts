import { type FieldTable, type ImageOrder, ProviderError } from '../define-provider.ts';
import { askedRatio, nearestRatio } from '../fields/choose-size.ts';
import { composePrompt, listPictures, REFERENCE_RULES } from '../fields/compose-prompt.ts';
import { approximated, ONLY_PROMPT, used } from '../fields/unsupported-fields.ts';

/** What is peculiar about one image model of the Gemini API. */
export interface GoogleModel {
  /** Its name upstream, and the deployment's id. */
  readonly id: string;
  readonly maxPictures: number;
  /** Takes `imageSize`, and has a second size at the same price. */
  readonly sizes: 'fixed' | '1K' | '1K or 2K';
}

/** ai.google.dev/gemini-api/docs/image-generation. */
export const GOOGLE_MODELS: readonly GoogleModel[] = [
  { id: 'gemini-3.1-flash-image', maxPictures: 14, sizes: '1K' },
  { id: 'gemini-3-pro-image', maxPictures: 14, sizes: '1K or 2K' },
  { id: 'gemini-2.5-flash-image', maxPictures: 3, sizes: 'fixed' },
];

/** The ratios that all of them have. */
export const GOOGLE_RATIOS = [
  '1:1',
  '2:3',
  '3:2',
  '3:4',
  '4:3',
  '4:5',
  '5:4',
  '9:16',
  '16:9',
  '21:9',
];
/** From this many pixels on the larger size is nearer. */
const LARGE_PIXELS = 1448 * 1448;

const nearest = approximated('is made in the nearest ratio the maker has, at its own size');

/** The same for all of them. */
export const GOOGLE_FIELDS: FieldTable = {
  ...ONLY_PROMPT,
  ...REFERENCE_RULES,
  size: nearest,
  aspect_ratio: nearest,
};

/** True when a ratio is met exactly. */
export function isGoogleRatio(ratio: string | undefined): boolean {
  return GOOGLE_RATIOS.includes((ratio ?? '').replace('x', ':'));
}

/** What this very order changes in the rules. */
export function refineGoogle({ options }: ImageOrder): Partial<FieldTable> {
  return isGoogleRatio(options.aspect_ratio) ? { aspect_ratio: used } : {};
}

/** A request of `models/{id}:generateContent`. */
export interface GoogleRequest {
  readonly prompt: string;
  readonly json: unknown;
}

/** Builds the request: the words, then the pictures in the order the words name them. */
export function buildGoogleRequest(order: ImageOrder, model: GoogleModel): GoogleRequest {
  const pictures = listPictures(order);
  if (pictures.length > model.maxPictures) {
    throw refuse(`takes at most ${model.maxPictures} pictures.`);
  }
  if (order.editMask) throw refuse('takes no mask: say in words what is to change.');
  const prompt = composePrompt(order, pictures);
  const images = pictures.map(({ picture }) => ({
    inlineData: {
      mimeType: `image/${picture.format}`,
      data: Buffer.from(picture.bytes).toString('base64'),
    },
  }));
  const imageConfig = chooseImageConfig(order, model);
  const json = {
    contents: [{ role: 'user', parts: [{ text: prompt }, ...images] }],
    generationConfig: { responseModalities: ['IMAGE'], ...(imageConfig && { imageConfig }) },
  };
  return { prompt, json };
}

function chooseImageConfig(order: ImageOrder, { sizes }: GoogleModel): object | null {
  const ratio = askedRatio(order);
  const pixels = order.size ? order.size.width * order.size.height : 0;
  const imageSize = sizes === '1K or 2K' && pixels >= LARGE_PIXELS ? '2K' : '1K';
  const config = {
    ...(ratio !== null && { aspectRatio: nearestRatio(ratio, GOOGLE_RATIOS) }),
    ...(sizes !== 'fixed' && { imageSize }),
  };
  return Object.keys(config).length > 0 ? config : null;
}

function refuse(what: string): ProviderError {
  return new ProviderError('invalid_request', `Google ${what}`, { billed: 'no' });
}
