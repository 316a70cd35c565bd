import { formatUsd, type Model } from '@aigateway/contract';
import type { CatalogModel } from './define-model.ts';

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
    pricing: { image_usd: formatUsd(model.listPriceMicroUsd, 3).slice(1), unit: 'image' },
    capabilities: [...model.capabilities],
    endpoints: [...(model.endpoints ?? ['/v1/images/generations'])],
  };
}
