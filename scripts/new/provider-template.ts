import type { Names } from './names.ts';

/** The starting file of a provider. */
export function providerText({ id, constant, title }: Names): string {
  const variable = id.toUpperCase().replaceAll('-', '_');
  return `import {
  defineProvider,
  type FieldRule,
  type FieldTable,
  ProviderError,
} from './define-provider.ts';

const used: FieldRule = { support: 'used', note: '' };
const ignored: FieldRule = { support: 'unsupported', note: 'has no effect on ${title}' };

// Decide about every field: what is used, converted, approximated or not supported.
const fields: FieldTable = {
  prompt: used,
  n: used,
  size: ignored,
  image: ignored,
  mask: ignored,
  input_fidelity: ignored,
  character_reference_images: ignored,
  character_reference_mask: ignored,
  character_reference_box: ignored,
  style_reference_images: ignored,
  art_style: ignored,
  style_type: ignored,
  negative_prompt: ignored,
  seed: ignored,
  magic_prompt: ignored,
  aspect_ratio: ignored,
  output_format: ignored,
  output_compression: ignored,
  strength: ignored,
  quality: ignored,
  rendering_speed: ignored,
  background: ignored,
  moderation: ignored,
  style: ignored,
  style_codes: ignored,
  color_palette: ignored,
  user: ignored,
  safety_identifier: ignored,
};

/** ${title}: name here the page of its documentation that this file follows. */
export const ${constant}Provider = defineProvider({
  id: '${id}',
  title: '${title}',
  credentials: { keyVariable: '${variable}_API_KEY' },
  deployments: [
    {
      id: 'generate',
      drawsFromWords: true,
      concurrency: 8,
      deadlineMs: 120_000,
      onHangUp: 'finish',
      fields,
    },
  ],
  generate: async () => {
    throw new ProviderError('failed', 'This provider is not finished.', { billed: 'no' });
  },
});
`;
}

/** The starting test of a provider. */
export function providerTestText({ id, constant }: Names): string {
  return `import { expect, test } from 'vitest';
import { ${constant}Provider } from './${id}.ts';

test('every deployment says what becomes of every field', () => {
  for (const deployment of ${constant}Provider.deployments) {
    for (const [field, rule] of Object.entries(deployment.fields)) {
      expect(rule.support === 'used' || rule.note !== '', field).toBe(true);
    }
  }
});
`;
}
