import { makePng } from '@aigateway/testkit';
import { describe, expect, test } from 'vitest';
import { describeOrder } from './describe-fields.ts';
import { makeOrder } from './fixtures/make-order.ts';
import { readPicture } from './http/read-picture.ts';
import { PROVIDERS } from './registry.gen.ts';

const picture = readPicture(makePng({ width: 64, height: 64 }));
const all = PROVIDERS.flatMap(({ id, deployments }) =>
  deployments.map((one) => [`${id}/${one.id}`, one] as const),
);

describe.each(all)('%s', (_, deployment) => {
  test('every size that it lists is met to the pixel, and others are not', () => {
    const supportOf = (width: number, height: number) => {
      const size = { width, height };
      const order = makeOrder({ size, source: picture, given: new Set(['size']) });
      return describeOrder(order, deployment).find(({ field }) => field === 'size')?.support;
    };
    for (const name of deployment.limits?.sizes ?? []) {
      const [width = 0, height = 0] = name.split('x').map(Number);
      expect([name, supportOf(width, height)]).toEqual([name, 'used']);
    }
    if (deployment.limits?.sizes) expect(supportOf(1001, 777)).not.toBe('used');
  });

  test('every ratio that it lists is met, and others are approximated', () => {
    const supportOf = (ratio: string) => {
      const options = { ...makeOrder().options, aspect_ratio: ratio };
      const order = makeOrder({ options, source: picture, given: new Set(['aspect_ratio']) });
      return describeOrder(order, deployment).find((one) => one.field === 'aspect_ratio')?.support;
    };
    for (const ratio of deployment.limits?.ratios ?? []) {
      expect([ratio, supportOf(ratio)]).not.toEqual([ratio, 'approximated']);
      expect([ratio, supportOf(ratio)]).not.toEqual([ratio, 'unsupported']);
    }
    if (deployment.limits?.ratios?.length) expect(supportOf('17:11')).toBe('approximated');
  });
});
