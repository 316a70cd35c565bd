import { expect, test } from 'vitest';
import type { Provider } from './define-provider.ts';
import { isReady, readConfiguration } from './read-configuration.ts';
import { PROVIDERS } from './registry.gen.ts';

function find(id: string): Provider {
  const provider = PROVIDERS.find((one) => one.id === id);
  if (provider === undefined) throw new TypeError(`no provider ${id}`);
  return provider;
}

const usable = (id: string, variables: Record<string, string>) => {
  const configuration = readConfiguration(find(id), variables);
  if (!configuration.usable) return null;
  const ready = find(id).deployments.filter((one) => isReady(one, configuration));
  return ready.map((one) => one.id);
};

test('a maker is configured by its key alone, an engine by its URL alone', () => {
  expect(readConfiguration(find('openai'), { OPENAI_API_KEY: ' ' }).usable).toBe(false);
  expect(readConfiguration(find('openai'), { OPENAI_API_KEY: 'k' })).toEqual({
    credential: 'k',
    baseUrl: null,
    settings: {},
    reachable: true,
    usable: true,
  });
  expect(readConfiguration(find('sd-server'), { SD_SERVER_API_KEY: 'k' })).toMatchObject({
    reachable: false,
    usable: false,
  });
  expect(usable('sd-server', { SD_SERVER_URL: 'http://127.0.0.1:1234' })).toEqual(['native']);
});

test('a compatible server has the one flavour that is set, plain where none is', () => {
  const url = { OPENAI_COMPATIBLE_BASE_URL: 'http://127.0.0.1:8000' };
  expect(usable('openai-compatible', url)).toEqual(['plain']);
  const flavour = { ...url, OPENAI_COMPATIBLE_FLAVOUR: 'localai' };
  expect(usable('openai-compatible', flavour)).toEqual(['localai']);
});

test("an operator's graph is offered where graph and bindings are set", () => {
  const url = { COMFYUI_URL: 'http://127.0.0.1:8188' };
  expect(usable('comfyui', url)).toEqual(['flux2-klein', 'qwen-image-edit']);
  const own = { ...url, COMFYUI_GRAPH: '{}', COMFYUI_BINDINGS: '{}' };
  expect(usable('comfyui', own)).toContain('operator-graph');
});

test('no two providers are configured by the same variable', () => {
  const names = PROVIDERS.flatMap(({ credentials }) => {
    if (credentials === null) return [];
    const { keyVariable, urlVariable, settings = {} } = credentials;
    return [keyVariable, ...(urlVariable ? [urlVariable] : []), ...Object.values(settings)];
  });
  expect(new Set(names).size).toBe(names.length);
});
