import { type Names, toTitle } from './names.ts';

/** The starting file of a model. */
export function modelText({ id, constant, title }: Names): string {
  const [maker = id] = id.split('/');
  return `import { microUsd } from '@aigateway/contract';
import { defineModel } from '../../define-model.ts';

/** ${title}: say here what it is good for. */
export const ${constant} = defineModel({
  id: '${id}',
  name: '${title}',
  maker: '${toTitle(maker)}',
  family: '${title}',
  modality: 'image',
  tagline: 'One sentence for people.',
  description: 'What it does, in two or three sentences.',
  capabilities: ['text-to-image'],
  strengths: [],
  useCases: [],
  collections: ['image'],
  listPriceMicroUsd: microUsd(50_000n),
  character: false,
  deployments: [],
  builtInStandIn: 'never',
  addedAt: 0,
});
`;
}

/** The starting test of a model. */
export function modelTestText({ id, constant }: Names): string {
  return `import { expect, test } from 'vitest';
import { quotePrice } from '../../quote-price.ts';
import { ${constant} } from './${id.split('/').at(-1)}.ts';

test('two pictures cost twice the list price', () => {
  expect(quotePrice(${constant}, 2).totalMicroUsd).toBe(100_000n);
});
`;
}
