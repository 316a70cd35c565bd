import {
  type Atelier,
  AtelierError,
  type RemixHooks,
  type RemixRequest,
  type RemixResult,
} from '@aigateway/atelier';
import { makePng } from '@aigateway/testkit';

/** The engine of a test: at once, real small PNGs that differ by seed, faults on demand. */
export interface FakeAtelier extends Atelier {
  readonly requests: RemixRequest[];
  /** What the next pictures do in place of being made. */
  behave(behaviour: FakeBehaviour): void;
}

/**
 * `show` = the pictures in between, then what `next` says; `hang` = only an abort ends it;
 * `hold` = waits for the promise; `damaged` = cut bytes.
 */
export type FakeBehaviour =
  | { readonly kind: 'make' | 'fail' | 'saturate' | 'hang' | 'damaged' | 'refuse-image' }
  | { readonly kind: 'show'; readonly next: 'make' | 'fail' | 'hang' }
  | { readonly kind: 'hold'; readonly until: Promise<void> };

const axis = { value: 'none', reason: 'a fake plans nothing' };
const plan: RemixResult['plan'] = {
  subject: axis,
  scene: axis,
  time: axis,
  weather: axis,
  style: axis,
  palette: axis,
  framing: axis,
  light: axis,
  mood: axis,
  camera: axis,
  notUnderstood: [],
};

/** A fake engine that makes pictures until told otherwise. */
export function createFakeAtelier(): FakeAtelier {
  let behaviour: FakeBehaviour = { kind: 'make' };
  const requests: RemixRequest[] = [];
  return {
    requests,
    behave(next) {
      behaviour = next;
    },
    async remix(request, hooks) {
      requests.push(request);
      const signal = hooks?.signal;
      signal?.throwIfAborted();
      if (behaviour.kind === 'show') showPartials(request, hooks);
      switch (behaviour.kind === 'show' ? behaviour.next : behaviour.kind) {
        case 'fail':
          throw new Error('the fake engine was told to fail');
        case 'saturate':
          throw new AtelierError('saturated', 'The engine has no room.');
        case 'refuse-image':
          throw new AtelierError('invalid_image', 'The picture holds nothing.');
        case 'hang':
          return hangUntilAborted(signal);
        case 'hold':
          if (behaviour.kind === 'hold') await behaviour.until;
          return picture(request, false);
        case 'damaged':
          return picture(request, true);
        case 'make':
          return picture(request, false);
      }
    },
    async cutOut() {
      const [width, height] = [64, 64];
      const box = { x: 0, y: 0, width, height };
      const bytes = makePng({ width, height, seed: 1 });
      return { bytes, width, height, method: 'photo', confidence: 0.5, box };
    },
    plan: () => ({ plan, revisedPrompt: 'as planned', warnings: [] }),
    close: async () => {},
  };
}

function showPartials(request: RemixRequest, hooks: RemixHooks | undefined): void {
  for (const [at, stage] of (hooks?.partialStages ?? []).entries()) {
    hooks?.onPartial?.(picture({ ...request, seed: request.seed + 100 + at }, false).bytes, stage);
  }
}

function hangUntilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason));
  });
}

function picture(request: RemixRequest, damaged: boolean): RemixResult {
  const { seed, width, height } = request;
  const whole = makePng({ width, height, seed });
  return {
    bytes: damaged ? whole.subarray(0, whole.byteLength - 20) : whole,
    format: 'png',
    width,
    height,
    seed,
    plan,
    revisedPrompt: request.prompt,
    warnings: [],
    cutOut: null,
    timingsMs: {},
    reused: [],
  };
}
