import { styleCatalog } from '@aigateway/atelier';
import type { CatalogModel } from '@aigateway/catalog';
import { ApiError, type ImageRequest } from '@aigateway/contract';

/** What is valid on the wire but does not exist on this endpoint yet: refused, never ignored. */
const UNSUPPORTED: readonly {
  readonly param: keyof ImageRequest;
  readonly asks: (request: ImageRequest) => boolean;
  readonly instead: string;
}[] = [
  {
    param: 'character',
    asks: (request) => request.character !== undefined,
    instead: 'Send character_reference_images; characters cannot be saved here.',
  },
];

const REFERENCE_FIELDS = [
  'image',
  'character_reference_images',
  'character_reference_mask',
  'character_reference_box',
] as const;

/** The fields that `refuseUnfit` refuses with any value that asks for something. */
export function listRefusedFields(model: CatalogModel): ReadonlySet<string> {
  const unfit = model.character ? [] : REFERENCE_FIELDS;
  return new Set<string>([...UNSUPPORTED.map(({ param }) => param), ...unfit]);
}

/**
 * Refuses what no route of the models can honour. Throws 400 `unsupported_value`, or
 * `invalid_value` for an art style nobody has, naming the field.
 */
export function refuseUnfit(request: ImageRequest, models: readonly CatalogModel[]): void {
  for (const { param, asks, instead } of UNSUPPORTED) {
    if (!asks(request)) continue;
    throw new ApiError('unsupported_value', `${param} is not supported here. ${instead}`, {
      param,
    });
  }
  refuseUnknownStyle(request.art_style);
  const wordsOnly = models.find((model) => !model.character);
  const param = REFERENCE_FIELDS.find((field) => request[field] !== undefined);
  if (wordsOnly && param) {
    throw new ApiError(
      'unsupported_value',
      `${wordsOnly.id} draws from words alone and takes no ${param}. Use a character model.`,
      { param },
    );
  }
}

function refuseUnknownStyle(artStyle: string | undefined): void {
  if (artStyle === undefined || styleCatalog.some((style) => style.id === artStyle)) return;
  const names = styleCatalog.map((style) => style.id).join(', ');
  throw new ApiError(
    'invalid_value',
    `art_style: there is no style ${JSON.stringify(artStyle)}. There are ${names}.`,
    { param: 'art_style' },
  );
}
