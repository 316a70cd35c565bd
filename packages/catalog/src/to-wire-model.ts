import { formatUsd, type MicroUsd, type Model } from '@aigateway/contract';
import type { CatalogModel, PriceBySpeed, PriceList } from './define-model.ts';

/** The wire form of a model, for `GET /v1/models`. */
export function toWireModel(model: CatalogModel): Model {
  return {
    id: model.id,
    object: 'model',
    created: model.addedAt,
    owned_by: model.id.split('/')[0] ?? model.maker,
    name: model.name,
    modality: model.modality,
    description: model.description,
    pricing: {
      image_usd: toDollars(model.listPriceMicroUsd),
      unit: 'image',
      ...(model.listPrices && showPrices(model.listPrices)),
    },
    capabilities: [...model.capabilities],
    endpoints: [...(model.endpoints ?? ['/v1/images/generations'])],
  };
}

function showPrices({ bySize, ...bySpeed }: PriceList): Partial<Model['pricing']> {
  const sizes = Object.entries(bySize ?? {});
  return {
    by_speed: showSpeeds(bySpeed),
    ...(sizes.length > 0 && {
      by_size: Object.fromEntries(sizes.map(([size, prices]) => [size, showSpeeds(prices)])),
    }),
  };
}

function showSpeeds({ turbo, default: usual, quality }: PriceBySpeed) {
  return { turbo: toDollars(turbo), default: toDollars(usual), quality: toDollars(quality) };
}

function toDollars(price: MicroUsd): string {
  return formatUsd(price, 3).slice(1);
}
