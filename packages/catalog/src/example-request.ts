import type { RequestBody } from './call-snippets.ts';
import type { CatalogModel } from './define-model.ts';

/** The smallest call of a model: words alone. */
export function minimalRequest(model: CatalogModel): RequestBody {
  return { model: model.id, prompt: examplePrompt(model) };
}

/** A call that shows what the model is for. */
export function fullRequest(model: CatalogModel): RequestBody {
  return {
    ...minimalRequest(model),
    ...(model.character && { image: 'https://example.com/my-character.png' }),
    ...(model.endpoints?.includes('/v1/images/edits') && {
      mask: 'https://example.com/my-mask.png',
    }),
    art_style: 'watercolor',
    n: 1,
    size: '1024x1024',
  };
}

function examplePrompt(model: CatalogModel): string {
  return model.character
    ? 'standing in a redwood forest at dawn, soft mist'
    : 'a red fox on a snowy mountain at sunset';
}
