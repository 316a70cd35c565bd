import { expect, test } from 'vitest';
import { describeConfiguration, readConfig } from './config.ts';
import { ConfigError } from './config-error.ts';

test('an empty environment gives the documented defaults', () => {
  expect(readConfig({})).toMatchObject({
    port: 8080,
    host: '127.0.0.1',
    dataDir: './.aigateway',
    databaseUrl: null,
    mode: 'sandbox',
  });
});

test('an empty variable counts as absent', () => {
  expect(readConfig({ DATABASE_URL: '', PORT: '' })).toMatchObject({
    databaseUrl: null,
    port: 8080,
  });
});

test.each([
  ['PORT', { PORT: 'eighty' }],
  ['PORT', { PORT: '70000' }],
  ['AIGATEWAY_MODE', { AIGATEWAY_MODE: 'staging' }],
  ['AIGATEWAY_SECRET', { AIGATEWAY_SECRET: 'short' }],
  ['DATABASE_URL', { DATABASE_URL: 'mysql://localhost' }],
  ['AIGATEWAY_BOOTSTRAP_API_KEY', { AIGATEWAY_BOOTSTRAP_API_KEY: 'abc' }],
  ['AIGATEWAY_PUBLIC_URL', { AIGATEWAY_PUBLIC_URL: 'javascript:alert(1)' }],
])('a wrong %s is named in one sentence without its value', (name, env) => {
  const read = () => readConfig(env);
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(name);
  expect(read).not.toThrow(Object.values(env)[0] as string);
});

test('production refuses what is only fit for trying out', () => {
  const production = { AIGATEWAY_MODE: 'production' };
  const secret = { AIGATEWAY_SECRET: 's'.repeat(32) };
  expect(() => readConfig(production)).toThrow('AIGATEWAY_SECRET');
  expect(() => readConfig({ ...production, ...secret })).toThrow('AIGATEWAY_PUBLIC_URL');
  const plain = { ...production, ...secret, AIGATEWAY_PUBLIC_URL: 'http://gateway.example' };
  expect(() => readConfig(plain)).toThrow('https');
  const sound = { ...plain, AIGATEWAY_PUBLIC_URL: 'https://gateway.example/' };
  expect(readConfig(sound).publicUrl).toBe('https://gateway.example');
});

test('every setting is described', () => {
  for (const setting of describeConfiguration()) {
    expect(setting.description, setting.name).toMatch(/\.$/);
  }
});

test('sign-up is open in a sandbox, by invitation in production, or as it is set', () => {
  const production = {
    AIGATEWAY_MODE: 'production',
    AIGATEWAY_SECRET: 's'.repeat(32),
    AIGATEWAY_PUBLIC_URL: 'https://gateway.example',
  };
  expect(readConfig({}).signUp).toBe('open');
  expect(readConfig(production).signUp).toBe('invite');
  expect(readConfig({ ...production, AIGATEWAY_SIGN_UP: 'closed' }).signUp).toBe('closed');
});

test('an outside provider is there with both of its variables, and half of it is refused', () => {
  expect(readConfig({}).socialProviders).toEqual({});
  const google = { GOOGLE_CLIENT_ID: 'id', GOOGLE_CLIENT_SECRET: 'secret' };
  expect(readConfig(google).socialProviders).toEqual({
    google: { clientId: 'id', clientSecret: 'secret' },
  });
  expect(() => readConfig({ GITHUB_CLIENT_ID: 'id' })).toThrow('GITHUB_CLIENT_SECRET');
});
