import { fromCents, type MicroUsd } from '@aigateway/contract';
import { PROVIDERS } from '@aigateway/providers';
import { z } from 'zod';
import { ConfigError } from './config-error.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const positive = z.coerce.number().int().min(1);
const oauthText = z.string().min(1).optional();

/** `model=provider/deployment`, models by id or with a `*` at the end. */
const STAND_INS =
  /^([a-z0-9./*-]+=[a-z0-9-]+\/[a-z0-9.-]+)(,\s*[a-z0-9./*-]+=[a-z0-9-]+\/[a-z0-9.-]+)*$/;

/** Every setting: an environment variable, its rule, its default and what it is for. */
const settingsSchema = z.object({
  PORT: port.default(8080).describe('Port to listen on; 0 picks a free one.'),
  HOST: z.string().min(1).default('127.0.0.1').describe('Address to listen on.'),
  AIGATEWAY_DATA_DIR: z
    .string()
    .min(1)
    .default('./.aigateway')
    .describe('Folder of the database, the pictures and the generated secret.'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgres:// or postgresql://')
    .optional()
    .describe('PostgreSQL to use. Absent: a SQLite file in the data folder.'),
  AIGATEWAY_SECRET: z
    .string()
    .min(32, 'must have at least 32 characters')
    .optional()
    .describe(
      'Signs picture URLs and sessions. Absent: made once into the data folder, mode 0600.',
    ),
  AIGATEWAY_PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Address callers reach the gateway at. Absent: http://HOST:PORT.'),
  AIGATEWAY_BOOTSTRAP_API_KEY: z
    .string()
    .regex(
      /^sk-aig-[A-Za-z0-9_-]{24,120}$/,
      'must be sk-aig- and 24 to 120 letters, digits, - or _',
    )
    .optional()
    .describe('A fixed first key of the owner, for scripts. Absent: one is made and shown once.'),
  AIGATEWAY_MODE: z
    .enum(['sandbox', 'production'])
    .default('sandbox')
    .describe(
      '`sandbox`: a play wallet of $5.00. `production`: no play money, no unsafe defaults.',
    ),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Least serious log lines to write.'),
  AIGATEWAY_RANKINGS: z
    .enum(['public', 'signed-in', 'off'])
    .default('public')
    .describe('Who may see `/rankings`, the use of this installation by model.'),
  AIGATEWAY_RATE_LIMIT_RPM: positive
    .default(600)
    .describe('Requests a minute for keys without a limit of their own.'),
  AIGATEWAY_IMAGES_PER_MINUTE: positive
    .default(600)
    .describe('Pictures a minute for keys without a limit of their own.'),
  AIGATEWAY_MAX_CONCURRENT_IMAGES: positive
    .default(100)
    .describe('Pictures in flight at once for keys without a limit of their own.'),
  AIGATEWAY_IMAGE_RETENTION_DAYS: positive.default(7).describe('Days pictures are kept.'),
  AIGATEWAY_ENGINE_THREADS: positive
    .optional()
    .describe(
      'Worker threads of the built-in engine, at most one a processor core. Absent: one each.',
    ),
  AIGATEWAY_ENGINE_QUEUE: positive
    .default(64)
    .describe('Pictures that may wait for the built-in engine before calls are answered 503.'),
  AIGATEWAY_JOB_WORKERS: positive
    .default(4)
    .describe('Jobs (calls with `async`) that one process makes at the same time.'),
  AIGATEWAY_JOB_QUEUE: positive
    .default(10_000)
    .describe('Jobs that may wait before calls are answered 503 `job_queue_full`.'),
  AIGATEWAY_STAND_INS: z
    .string()
    .regex(STAND_INS, 'must be a list of model=provider/deployment, with commas between')
    .optional()
    .describe(
      'Who serves a model whose maker is not configured, always labelled: ' +
        '`ideogram/*=atelier/remix,ideogram/ideogram-character-remix=comfyui/flux2-klein`. ' +
        'Absent: the built-in engine in `sandbox`, nobody in `production`.',
    ),
  AIGATEWAY_PREVIOUS_SECRET: z
    .string()
    .min(32, 'must have at least 32 characters')
    .optional()
    .describe('The secret before a change; read until `aigateway secrets rotate` has run.'),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(test|live)_\w+$/, 'must be a secret or restricted key of Stripe')
    .optional()
    .describe(
      'Sells credit through Stripe Checkout. Absent: play money in `sandbox`, else nothing.',
    ),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_\w+$/, 'must start with whsec_')
    .optional()
    .describe('Signing secret of the events; needed with STRIPE_SECRET_KEY.'),
  STRIPE_API_BASE: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Another address of Stripe's API, such as a proxy. Absent: https://api.stripe.com."),
  AIGATEWAY_SIGN_UP: z
    .enum(['open', 'invite', 'closed'])
    .optional()
    .describe(
      'Who may make an account: `open` anyone, `invite` who has an invitation, `closed` nobody. ' +
        'Absent: `open` in `sandbox`, `invite` in `production`.',
    ),
  AIGATEWAY_SIGN_UP_CREDIT_CENTS: z.coerce
    .number()
    .int()
    .min(0)
    .max(100_000)
    .default(0)
    .describe('Credit that an organisation made by open sign-up starts with, in cents.'),
  AIGATEWAY_FREE_RATE_LIMIT_RPM: positive
    .default(10)
    .describe('Requests a minute for keys of an organisation that has not paid yet.'),
  AIGATEWAY_TRUSTED_PROXIES: z.coerce
    .number()
    .int()
    .min(0)
    .max(10)
    .default(0)
    .describe(
      'Proxies of yours in front: attempts to sign in are counted by the address that the ' +
        'outermost of them wrote into X-Forwarded-For. 0: by the address that connects.',
    ),
  GOOGLE_CLIENT_ID: oauthText.describe('With GOOGLE_CLIENT_SECRET: people sign in with Google.'),
  GOOGLE_CLIENT_SECRET: oauthText.describe('Secret of the Google OAuth client.'),
  GITHUB_CLIENT_ID: oauthText.describe('With GITHUB_CLIENT_SECRET: people sign in with GitHub.'),
  GITHUB_CLIENT_SECRET: oauthText.describe('Secret of the GitHub OAuth app.'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must start with redis:// or rediss://')
    .optional()
    .describe(
      'Redis or Valkey in which several processes count requests, pictures and sign-in attempts ' +
        'together. Absent, or while it is away: each process counts for itself.',
    ),
  ATELIER_MATTING_MODEL: z
    .string()
    .min(1)
    .optional()
    .describe(
      'ONNX file of a salient-object or matting network that cuts characters out of photos; ' +
        'needs onnxruntime-node. Absent: the built-in cut-out.',
    ),
});

/** The settings of one process, read once by the composition root. */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  readonly secret: string | null;
  readonly publicUrl: string | null;
  readonly bootstrapApiKey: string | null;
  readonly mode: 'sandbox' | 'production';
  readonly logLevel: string;
  readonly rankings: 'public' | 'signed-in' | 'off';
  readonly rateLimitRpm: number;
  readonly imagesPerMinute: number;
  readonly maxConcurrentImages: number;
  readonly imageRetentionDays: number;
  readonly engineThreads: number | null;
  readonly engineQueue: number;
  readonly jobWorkers: number;
  readonly jobQueue: number;
  /** Who stands in for makers that are not configured; null = the default of the mode. */
  readonly standIns: readonly StandIn[] | null;
  readonly previousSecret: string | null;
  readonly mattingModel: string | null;
  /** Null: no payments by card. */
  readonly stripe: StripeSettings | null;
  readonly signUp: 'open' | 'invite' | 'closed';
  readonly signUpCreditMicroUsd: MicroUsd;
  readonly freeRateLimitRpm: number;
  readonly trustedProxies: number;
  /** The outside providers whose two variables are set. */
  readonly socialProviders: {
    readonly google?: OAuthClient;
    readonly github?: OAuthClient;
  };
  readonly redisUrl: string | null;
  /** The set variables that providers declare, by name. */
  readonly providerVariables: Readonly<Record<string, string>>;
}

/** The account at Stripe that credit is paid to. */
export interface StripeSettings {
  readonly secretKey: string;
  readonly webhookSecret: string;
  /** Null: Stripe's own. */
  readonly apiBase: string | null;
}

/** What an outside provider knows this installation by. */
export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A deployment that serves models whose maker is not configured. */
export interface StandIn {
  /** A model id, or the start of one and `*`. */
  readonly models: string;
  readonly provider: string;
  readonly deployment: string;
}

/** Reads the settings from environment variables. Throws `ConfigError` naming the first fault. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = settingsSchema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigError(
      `The setting ${String(issue?.path[0])} is wrong: ${issue?.message}. ` +
        'See docs/configuration.md.',
    );
  }
  const config = { ...toConfig(parsed.data), providerVariables: readProviderVariables(given) };
  refuseUnsafe(config);
  return config;
}

function toConfig(settings: z.infer<typeof settingsSchema>): Omit<Config, 'providerVariables'> {
  return {
    port: settings.PORT,
    host: settings.HOST,
    dataDir: settings.AIGATEWAY_DATA_DIR,
    databaseUrl: settings.DATABASE_URL ?? null,
    secret: settings.AIGATEWAY_SECRET ?? null,
    publicUrl: settings.AIGATEWAY_PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    bootstrapApiKey: settings.AIGATEWAY_BOOTSTRAP_API_KEY ?? null,
    mode: settings.AIGATEWAY_MODE,
    rankings: settings.AIGATEWAY_RANKINGS,
    logLevel: settings.LOG_LEVEL,
    rateLimitRpm: settings.AIGATEWAY_RATE_LIMIT_RPM,
    imagesPerMinute: settings.AIGATEWAY_IMAGES_PER_MINUTE,
    maxConcurrentImages: settings.AIGATEWAY_MAX_CONCURRENT_IMAGES,
    imageRetentionDays: settings.AIGATEWAY_IMAGE_RETENTION_DAYS,
    engineThreads: settings.AIGATEWAY_ENGINE_THREADS ?? null,
    engineQueue: settings.AIGATEWAY_ENGINE_QUEUE,
    jobWorkers: settings.AIGATEWAY_JOB_WORKERS,
    jobQueue: settings.AIGATEWAY_JOB_QUEUE,
    standIns: settings.AIGATEWAY_STAND_INS?.split(',').map(toStandIn) ?? null,
    previousSecret: settings.AIGATEWAY_PREVIOUS_SECRET ?? null,
    mattingModel: settings.ATELIER_MATTING_MODEL ?? null,
    redisUrl: settings.REDIS_URL ?? null,
    stripe: toStripe(settings),
    ...toAccountConfig(settings),
  };
}

function toAccountConfig(settings: z.infer<typeof settingsSchema>) {
  const google = readClient(settings, 'GOOGLE');
  const github = readClient(settings, 'GITHUB');
  const byDefault = settings.AIGATEWAY_MODE === 'sandbox' ? 'open' : 'invite';
  return {
    signUp: settings.AIGATEWAY_SIGN_UP ?? byDefault,
    signUpCreditMicroUsd: fromCents(settings.AIGATEWAY_SIGN_UP_CREDIT_CENTS),
    freeRateLimitRpm: settings.AIGATEWAY_FREE_RATE_LIMIT_RPM,
    trustedProxies: settings.AIGATEWAY_TRUSTED_PROXIES,
    socialProviders: { ...(google && { google }), ...(github && { github }) },
  } as const;
}

function readClient(
  settings: z.infer<typeof settingsSchema>,
  provider: 'GOOGLE' | 'GITHUB',
): OAuthClient | null {
  const clientId = settings[`${provider}_CLIENT_ID`];
  const clientSecret = settings[`${provider}_CLIENT_SECRET`];
  if (clientId && clientSecret) return { clientId, clientSecret };
  if (!clientId && !clientSecret) return null;
  throw new ConfigError(
    `Set both ${provider}_CLIENT_ID and ${provider}_CLIENT_SECRET, or neither.`,
  );
}

/** Without the signing secret no payment would ever be believed, so neither goes alone. */
function toStripe(settings: z.infer<typeof settingsSchema>): StripeSettings | null {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret } = settings;
  if (secretKey === undefined && webhookSecret === undefined) return null;
  if (secretKey === undefined || webhookSecret === undefined) {
    throw new ConfigError('STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET must be set together.');
  }
  return { secretKey, webhookSecret, apiBase: settings.STRIPE_API_BASE ?? null };
}

function toStandIn(text: string): StandIn {
  const [models = '', target = ''] = text.trim().split('=');
  const [provider = '', deployment = ''] = target.split('/');
  return { models, provider, deployment };
}

function readProviderVariables(
  given: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const names = describeProviderVariables().map((variable) => variable.name);
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = given[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** Production must not run on what is only fit for trying out. */
function refuseUnsafe(config: Config): void {
  if (config.mode !== 'production') return;
  if (config.secret === null) {
    throw new ConfigError(
      'AIGATEWAY_MODE=production needs AIGATEWAY_SECRET (32 characters or more) to be set.',
    );
  }
  if (config.publicUrl === null) {
    throw new ConfigError(
      'AIGATEWAY_MODE=production needs AIGATEWAY_PUBLIC_URL, the address callers use.',
    );
  }
  const isLocal = /^http:\/\/(localhost|127\.|\[::1\])/.test(config.publicUrl);
  if (!config.publicUrl.startsWith('https://') && !isLocal) {
    throw new ConfigError('AIGATEWAY_MODE=production needs an https AIGATEWAY_PUBLIC_URL.');
  }
}

/** One line of the settings' table. */
export interface SettingDescription {
  readonly name: string;
  readonly default: string;
  readonly description: string;
}

/** Every setting, for `docs/configuration.md`. */
export function describeConfiguration(): SettingDescription[] {
  return Object.entries(settingsSchema.shape).map(([name, schema]) => {
    const fallback = schema.safeParse(undefined);
    const value = fallback.success ? fallback.data : undefined;
    return {
      name,
      default: value === undefined ? '' : String(value),
      description: schema.description ?? '',
    };
  });
}

/** Every variable that a provider declares, for `docs/configuration.md`. */
export function describeProviderVariables(): (SettingDescription & {
  readonly provider: string;
})[] {
  return PROVIDERS.flatMap(({ title, credentials }) => {
    if (credentials === null) return [];
    const { keyVariable, keyOptional, urlVariable, settings = {} } = credentials;
    const line = (name: string, description: string) => ({
      name,
      default: '',
      description,
      provider: title,
    });
    const url = keyOptional ? 'Address of the server; enough to use it.' : 'Another address.';
    return [
      line(
        keyVariable,
        keyOptional ? 'Key, where the server wants one.' : 'Key; enough to use it.',
      ),
      ...(urlVariable ? [line(urlVariable, url)] : []),
      ...Object.entries(settings).map(([name, variable]) => line(variable, `Setting \`${name}\`.`)),
    ];
  });
}
