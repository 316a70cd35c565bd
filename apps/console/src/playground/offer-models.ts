import {
  type CatalogModel,
  chooseSpeed,
  type PriceBySpeed,
  quotePrice,
  SPEEDS,
} from '@aigateway/catalog';
import { imageGenerationRequestSchema } from '@aigateway/contract';
import type { PlaygroundModel } from './playground-props.ts';

/** A model with its prices, as the playground needs it before it asks for the schema. */
export function offerModel(model: CatalogModel): PlaygroundModel {
  const { quality } = imageGenerationRequestSchema.shape;
  return {
    id: model.id,
    name: model.name,
    maker: model.maker,
    priceMicroUsd: Object.fromEntries(
      SPEEDS.map((speed) => [speed, Number(quotePrice(model, 1, { speed }).totalMicroUsd)]),
    ),
    priceBySize: Object.fromEntries(
      Object.entries(model.listPrices?.bySize ?? {}).map(([size, prices]) => [
        size,
        toNumbers(prices),
      ]),
    ),
    speedOfQuality: Object.fromEntries(
      quality.unwrap().options.map((one) => [one, chooseSpeed({ quality: one })]),
    ),
  };
}

function toNumbers(prices: PriceBySpeed): Record<string, number> {
  return Object.fromEntries(SPEEDS.map((speed) => [speed, Number(prices[speed])]));
}
