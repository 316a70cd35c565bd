import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { defineModel } from '@aigateway/catalog';
import { microUsd } from '@aigateway/contract';
import { PROVIDERS } from '@aigateway/providers';
import { readConfig } from '../../apps/gateway/src/config.ts';
import { startGateway } from '../../apps/gateway/src/main.ts';

/** The key the load is sent with. */
const KEY = 'sk-aig-bench00000000000000000000000';

const model = defineModel({
  id: 'bench/stub',
  name: 'Stub',
  maker: 'Bench',
  family: 'Bench',
  modality: 'image',
  tagline: '',
  description: '',
  capabilities: [],
  strengths: [],
  useCases: [],
  collections: [],
  listPriceMicroUsd: microUsd(50_000n),
  character: false,
  deployments: [{ provider: 'openai-compatible', deployment: 'plain' }],
  builtInStandIn: 'never',
  addedAt: 0,
});

const dataDir = mkdtempSync(join(tmpdir(), 'aigateway-bench-'));
const unlimited = '1000000000';
const config = readConfig({
  PORT: '0',
  LOG_LEVEL: 'fatal',
  AIGATEWAY_DATA_DIR: dataDir,
  AIGATEWAY_BOOTSTRAP_API_KEY: KEY,
  AIGATEWAY_RATE_LIMIT_RPM: unlimited,
  AIGATEWAY_IMAGES_PER_MINUTE: unlimited,
  AIGATEWAY_MAX_CONCURRENT_IMAGES: unlimited,
  AIGATEWAY_JOB_QUEUE: unlimited,
  DATABASE_URL: process.env.BENCH_DATABASE_URL ?? '',
  OPENAI_COMPATIBLE_BASE_URL: `http://127.0.0.1:${process.argv[2]}/`,
  OPENAI_COMPATIBLE_FLAVOUR: 'plain',
  OPENAI_COMPATIBLE_MODEL: 'stub',
});
/** The adapter as it is, but for its places: the load is the measure, not the politeness. */
const providers = PROVIDERS.map((provider) => ({
  ...provider,
  deployments: provider.deployments.map((one) => ({ ...one, concurrency: 10_000 })),
}));
const gateway = await startGateway(config, {
  models: [model],
  providers,
  playCredit: microUsd(10n ** 15n),
  jobGraceMs: 0,
});
const delay = monitorEventLoopDelay({ resolution: 10 });
process.on('message', (wish: 'watch' | 'report') => {
  if (wish === 'watch') {
    delay.reset();
    delay.enable();
    return;
  }
  const [p50, p99] = [50, 99].map((share) => delay.percentile(share) / 1e6);
  process.send?.({ p50, p99, max: delay.max / 1e6 });
});
process.send?.({ port: Number(new URL(gateway.url).port), key: KEY });
process.on('disconnect', () => {
  void gateway.close().finally(() => {
    rmSync(dataDir, { recursive: true, force: true });
    process.exit(0);
  });
});
