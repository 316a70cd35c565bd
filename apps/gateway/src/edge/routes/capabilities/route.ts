import { styleCatalog } from '@aigateway/atelier';
import { type CatalogModel, toWireModel } from '@aigateway/catalog';
import {
  type Capabilities,
  capabilitiesEndpoint,
  imageGenerationRequestSchema,
  MAX_IMAGE_BYTES,
  MAX_IMAGE_PIXELS,
} from '@aigateway/contract';
import { defineRoute } from '../../define-route.ts';

const fields = imageGenerationRequestSchema.shape;

/** `GET /v1/capabilities`. */
export const capabilitiesRoute = defineRoute({
  endpoint: capabilitiesEndpoint,
  async handle(context, services) {
    const models = [...services.models.values()];
    const answer: Capabilities = {
      object: 'capabilities',
      modalities: [...new Set(models.map(({ modality }) => modality))],
      endpoints: [...new Set(models.flatMap((model) => toWireModel(model).endpoints))].sort(),
      capabilities: groupBy(models, ({ capabilities }) => capabilities),
      collections: groupBy(models, ({ collections }) => collections),
      art_styles: styleCatalog.map(({ id }) => id),
      output_formats: [...fields.output_format.unwrap().options],
      max_images_per_request: fields.n.unwrap().maxValue ?? 1,
      max_image_bytes: MAX_IMAGE_BYTES,
      max_image_pixels: MAX_IMAGE_PIXELS,
    };
    return context.json(answer);
  },
});

/** Ids of the models under each of their names, the names in order. */
function groupBy(
  models: readonly CatalogModel[],
  namesOf: (model: CatalogModel) => readonly string[],
): Record<string, string[]> {
  const names = [...new Set(models.flatMap(namesOf))].sort();
  return Object.fromEntries(
    names.map((name) => [
      name,
      models.filter((model) => namesOf(model).includes(name)).map(({ id }) => id),
    ]),
  );
}
