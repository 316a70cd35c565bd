import {
  FAL_FAKE_KEY,
  type FakeFault,
  type FaultScript,
  IDEOGRAM_FAKE_KEY,
  REPLICATE_FAKE_KEY,
  type ScenarioFake,
  startFakeFal,
  startFakeIdeogram,
  startFakeReplicate,
} from '@aigateway/testkit';
import { expect, test } from 'vitest';
import { type Provider, type ProviderAnswer, ProviderError } from './define-provider.ts';
import { falProvider } from './fal.ts';
import { ideogramProvider } from './ideogram.ts';
import { someContext, someOrder } from './provider.case.ts';
import { replicateProvider } from './replicate.ts';

/** Every fault at every stage, some of them several times in a row. */
const FAULTS: readonly FakeFault[] = [
  { kind: 'answer', status: 400, json: { detail: 'x' } },
  { kind: 'answer', status: 401, json: { detail: 'x' } },
  { kind: 'answer', status: 402, json: { detail: 'x' } },
  { kind: 'answer', status: 403, json: { detail: 'User is locked' } },
  { kind: 'answer', status: 404, json: { detail: 'x' } },
  { kind: 'answer', status: 408, json: {} },
  { kind: 'answer', status: 409, json: {} },
  { kind: 'answer', status: 422, json: { detail: [{ type: 'x' }] } },
  { kind: 'answer', status: 429, json: {} },
  { kind: 'answer', status: 500, json: {} },
  { kind: 'answer', status: 503, json: {} },
  { kind: 'answer', status: 200, json: {} },
  { kind: 'answer', status: 200, json: null },
  { kind: 'answer', status: 204, json: [] },
  { kind: 'html', status: 200 },
  { kind: 'html', status: 524 },
  { kind: 'cut' },
  { kind: 'drop' },
  { kind: 'redirect', location: 'http://169.254.169.254/' },
];

interface Subject {
  readonly provider: Provider;
  readonly deployment: string;
  readonly credential: string;
  readonly start: () => Promise<ScenarioFake & { readonly faults: FaultScript<string> }>;
  readonly stages: readonly string[];
}

const SUBJECTS: readonly Subject[] = [
  {
    provider: ideogramProvider,
    deployment: 'character-remix',
    credential: IDEOGRAM_FAKE_KEY,
    start: startFakeIdeogram,
    stages: ['submit', 'poll', 'result'],
  },
  {
    provider: falProvider,
    deployment: 'character-remix',
    credential: FAL_FAKE_KEY,
    start: startFakeFal,
    stages: ['submit', 'status', 'result', 'file'],
  },
  {
    provider: replicateProvider,
    deployment: 'character',
    credential: REPLICATE_FAKE_KEY,
    start: startFakeReplicate,
    stages: ['submit', 'look', 'file'],
  },
];

const CASES = SUBJECTS.flatMap((subject) =>
  subject.stages.map((stage) => [subject.provider.id, stage, subject] as const),
);

test.each(CASES)(
  'whatever happens to %s at "%s", no job is submitted twice and the end is honest',
  async (_, stage, subject) => {
    const fake = await subject.start();
    for (const fault of FAULTS) {
      for (const times of [1, 6]) {
        fake.faults.clear();
        fake.faults.add(stage, fault, times);
        const before = fake.submissions();
        const outcome = await run(subject, fake.url);
        const label = `${JSON.stringify(fault)} x ${times}`;
        expect(fake.submissions() - before, label).toBeLessThanOrEqual(1);
        expectHonest(outcome, { label, accepted: stage !== 'submit' });
      }
    }
    await fake.close();
  },
);

async function run(subject: Subject, url: string): Promise<ProviderAnswer | ProviderError> {
  const context = someContext(subject, url);
  try {
    return await subject.provider.generate(someOrder(), context);
  } catch (error) {
    if (error instanceof ProviderError) return error;
    throw error;
  }
}

function expectHonest(
  outcome: ProviderAnswer | ProviderError,
  { label, accepted }: { readonly label: string; readonly accepted: boolean },
): void {
  if (!(outcome instanceof ProviderError)) {
    expect(outcome.pictures.length, label).toBe(1);
    return;
  }
  expect(outcome.message, label).not.toMatch(/upstream-text|http|[<{]/i);
  // An accepted job can be looked up; what it cost is never called nothing without a reason.
  if (accepted) expect(outcome.jobId, label).not.toBeNull();
}
