import { type CatalogModel, chooseSpeed, quotePrice, type Speed } from '@aigateway/catalog';
import { imageGenerationRequestSchema } from '@aigateway/contract';
import type { PlaygroundModel } from './playground-props.ts';

const SPEEDS: readonly Speed[] = ['turbo', 'default', 'quality'];

/** A model with its prices, as the playground needs it before it asks for the schema. */
export function offerModel(model: CatalogModel): PlaygroundModel {
  const { quality } = imageGenerationRequestSchema.shape;
  return {
    id: model.id,
    name: model.name,
    maker: model.maker,
    priceMicroUsd: Object.fromEntries(
      SPEEDS.map((speed) => [speed, Number(quotePrice(model, 1, speed).totalMicroUsd)]),
    ),
    speedOfQuality: Object.fromEntries(
      quality.unwrap().options.map((one) => [one, chooseSpeed({ quality: one })]),
    ),
  };
}
