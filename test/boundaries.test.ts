import { describe, expect, test } from 'vitest';
import {
  type Ground,
  globalFaults,
  importFaults,
  manifestFaults,
  ruleOf,
  toUnit,
  type Unit,
} from './house/boundary-rules.ts';
import {
  formatFaults,
  isSource,
  listPaths,
  readFiles,
  readWorkspace,
  type Workspace,
} from './house/house.ts';
import { cycleFaults, providerFaults, providerNames, stageFaults } from './house/layout-rules.ts';
import { namedKinds, nameFaults } from './house/name-rules.ts';

const paths = listPaths();
const units = readFiles(paths.filter(isSource)).map(toUnit);
const ground = readGround();

function readGround(): Ground {
  const manifests = readFiles(paths.filter((path) => path.endsWith('package.json')));
  const root = manifests.find((file) => file.path === 'package.json');
  return {
    workspaces: manifests
      .filter((file) => /^(packages|apps)\/[^/]+\/package\.json$/.test(file.path))
      .map((file) => readWorkspace(file.path.replace('/package.json', ''), file.text)),
    rootDevDependencies: readWorkspace('.', root?.text ?? '{}').devDependencies,
  };
}

describe('the house', () => {
  test('every workspace has a row in the import table', () => {
    expect(ground.workspaces.length).toBeGreaterThanOrEqual(9);
    for (const workspace of ground.workspaces) expect(() => ruleOf(workspace)).not.toThrow();
  });

  test('every file imports only what its workspace may, by name, and declared', () => {
    expect(formatFaults(units.flatMap((unit) => importFaults(unit, ground)))).toBe('');
  });

  test('no package.json declares what its workspace may not import', () => {
    expect(formatFaults(ground.workspaces.flatMap((own) => manifestFaults(own, ground)))).toBe('');
  });

  test('clocks, chance, network and settings are read only where they may be', () => {
    expect(formatFaults(units.flatMap(globalFaults))).toBe('');
  });

  test('the stages of the gateway do not know each other', () => {
    expect(formatFaults(stageFaults(units))).toBe('');
  });

  test('no provider imports another one', () => {
    const names = providerNames(units);
    expect([...names]).toContain('atelier');
    expect(formatFaults(units.flatMap((unit) => providerFaults(unit, names)))).toBe('');
  });

  test('shared code never asks for a provider, model, style or scene by name', () => {
    const kinds = namedKinds(paths, providerNames(units));
    expect(formatFaults(units.flatMap((unit) => nameFaults(unit, kinds)))).toBe('');
  });

  test('no imports run in a circle', () => {
    expect(formatFaults(cycleFaults(units))).toBe('');
  });
});

function workspace(dir: string, dependencies: string[], entries = ['.']): Workspace {
  const name = `@aigateway/${dir.split('/')[1]}`;
  return {
    dir,
    name,
    dependencies: new Set(dependencies),
    devDependencies: new Set(),
    entries: new Set(entries),
  };
}

const sample: Ground = {
  rootDevDependencies: new Set(['vitest']),
  workspaces: [
    workspace('packages/contract', ['zod']),
    workspace('packages/atelier', ['@aigateway/contract', 'sharp']),
    workspace('packages/database', ['@aigateway/contract'], ['.', './testing']),
    workspace('packages/ledger', ['@aigateway/contract', '@aigateway/database']),
    workspace('packages/providers', ['undici']),
    workspace('packages/testkit', []),
    workspace('apps/gateway', ['@aigateway/ledger']),
  ],
};

function unit(path: string, text: string): Unit {
  return toUnit({ path, text });
}

const imports = (path: string, text: string) => importFaults(unit(path, text), sample).length;
const globals = (path: string, text: string) => globalFaults(unit(path, text)).length;
const stages = (path: string, text: string) => stageFaults([unit(path, text)]).length;

describe('the import rules can fail', () => {
  const ledger = 'packages/ledger/src/place-hold.ts';
  test.each([
    ['a workspace outside the table', ledger, "import { a } from '@aigateway/providers';"],
    ['a re-export of it', ledger, "export * from '@aigateway/providers';"],
    ['a dynamic import of it', ledger, "const a = await import('@aigateway/providers');"],
    ['a type of it', ledger, "type A = import('@aigateway/providers').A;"],
    ['a deep path', ledger, "import { a } from '@aigateway/database/src/open.ts';"],
    ['a relative way out', ledger, "import { a } from '../../database/src/index.ts';"],
    ['its own name', ledger, "import { a } from '@aigateway/ledger';"],
    ['a package that is not declared', ledger, "import pino from 'pino';"],
    ['a package only tests may use', ledger, "import { test } from 'vitest';"],
    ['a refused package', 'packages/database/src/a.ts', "import { request } from 'undici';"],
    ['a module without node:', ledger, "import { join } from 'path';"],
    ['any module in contract', 'packages/contract/src/a.ts', "import 'node:crypto';"],
    ['the network in atelier', 'packages/atelier/src/a.ts', "import { get } from 'node:https';"],
    ['HTTP in database', 'packages/database/src/a.ts', "import { get } from 'node:http';"],
    [
      'values where types are allowed',
      'packages/atelier/src/a.ts',
      "import { ERRORS } from '@aigateway/contract';",
    ],
    ['the testkit in production', ledger, "import { fake } from '@aigateway/testkit';"],
    ['a testing entry in production', ledger, "import { x } from '@aigateway/database/testing';"],
    ['a case file in production', ledger, "import { cases } from './ledger.case.ts';"],
    ['a lost extension', ledger, "import { post } from './post';"],
  ])('%s is refused', (_, path, text) => {
    expect(imports(path, text)).toBe(1);
  });

  test.each([
    ['an allowed workspace', ledger, "import { openDatabase } from '@aigateway/database';"],
    [
      'the build, in a launcher',
      'apps/gateway/bin/aigateway.js',
      "import '../../../dist/aigateway.js';",
    ],
    ['a neighbour', ledger, "import { post } from './post.ts';"],
    [
      'types of contract',
      'packages/atelier/src/a.ts',
      "import type { A } from '@aigateway/contract';",
    ],
    ['vitest in a test', 'packages/ledger/src/a.test.ts', "import { test } from 'vitest';"],
    ['the testkit in a test', 'packages/ledger/src/a.test.ts', "import '@aigateway/testkit';"],
    [
      'files in atelier',
      'packages/atelier/src/a.ts',
      "import { readFile } from 'node:fs/promises';",
    ],
    ['an import in a string', ledger, 'const text = "import \'pino\'";'],
    ['an import in a comment', ledger, "// import 'pino';"],
  ])('%s is fine', (_, path, text) => {
    expect(imports(path, text)).toBe(0);
  });

  test('a dependency that may not be imported may not be declared either', () => {
    const bad = workspace('packages/contract', ['zod', 'sharp', '@aigateway/ledger']);
    expect(manifestFaults(bad, sample)).toHaveLength(2);
  });
});

describe('the rules about globals can fail', () => {
  const contract = 'packages/contract/src/a.ts';
  const edge = 'apps/gateway/src/edge/a.ts';
  test.each([
    ['chance', contract, 'export const a = Math.random();'],
    ['chance by another name', contract, 'const { random } = Math;'],
    ['chance by index', contract, "export const a = Math['random']();"],
    ['chance through globalThis', contract, 'export const a = globalThis.Math.random();'],
    ['the clock', 'packages/ledger/src/a.ts', 'export const a = Date.now();'],
    ['the clock as a value', 'packages/catalog/src/a.ts', 'export const clock = Date.now;'],
    ['the clock by new', 'packages/providers/src/a.ts', 'export const a = new Date();'],
    ['fetch', 'packages/atelier/src/a.ts', "await fetch('https://example.com');"],
    ['a timer in contract', contract, 'setTimeout(() => {}, 1);'],
    ['the environment', edge, 'export const a = process.env.PORT;'],
    ['the environment taken apart', edge, 'const { env } = process;'],
    ['the environment by import', edge, "import { env } from 'node:process';"],
  ])('%s is refused', (_, path, text) => {
    expect(globals(path, text)).toBe(1);
  });

  test.each([
    ['a given date', contract, 'export const a = new Date(0);'],
    ['a fetch that was handed in', 'packages/providers/src/a.ts', 'const f = (fetch) => fetch();'],
    ['a member of that name', 'packages/providers/src/a.ts', 'context.fetch(1);'],
    ['the type of fetch', 'packages/providers/src/a.ts', 'interface A { fetch: typeof fetch }'],
    ['settings in config.ts', 'apps/gateway/src/config.ts', 'export const a = process.env;'],
    ['settings in the cli', 'apps/gateway/src/cli/run.ts', 'export const a = process.env;'],
    ['the clock in a test', 'packages/ledger/src/a.test.ts', 'Date.now();'],
  ])('%s is fine', (_, path, text) => {
    expect(globals(path, text)).toBe(0);
  });
});

describe("the rules about the gateway's rooms can fail", () => {
  test.each([
    ['a stage imports a stage', 'media/a.ts', '../auth/b.ts'],
    ['a stage imports the pipeline', 'edge/routes/x/route.ts', '../../../pipeline/a.ts'],
    ['a stage imports main', 'jobs/a.ts', '../main.ts'],
    ['the pipeline imports the edge', 'pipeline/a.ts', '../edge/b.ts'],
    ['a stage reads the settings', 'media/a.ts', '../config.ts'],
  ])('%s: refused', (_, path, target) => {
    expect(stages(`apps/gateway/src/${path}`, `import { a } from '${target}';`)).toBe(1);
  });

  test.each([
    ['a stage imports its own', 'media/a.ts', './b.ts'],
    ['a stage imports shared code', 'media/a.ts', '../log.ts'],
    ['the pipeline imports stages', 'pipeline/a.ts', '../media/b.ts'],
    ['main imports all', 'main.ts', './edge/b.ts'],
    ['main reads the settings', 'main.ts', './config.ts'],
    ['a test of a stage starts the whole', 'edge/a.test.ts', '../main.ts'],
  ])('%s: fine', (_, path, target) => {
    expect(stages(`apps/gateway/src/${path}`, `import { a } from '${target}';`)).toBe(0);
  });

  test('a stage cannot reach another through a file outside the stages', () => {
    const room = (path: string, text: string) => unit(`apps/gateway/src/${path}`, text);
    const media = room('media/a.ts', "import { log } from '../log.ts';");
    const log = room('log.ts', "export * from './format.ts';");
    const format = room('format.ts', "import type { Key } from './auth/key.ts';");
    expect(stageFaults([media, log])).toEqual([]);
    expect(stageFaults([log, format])).toEqual([]);
    expect(stageFaults([media, log, format])).toHaveLength(1);
  });

  test('types of the settings may be imported', () => {
    const text = "import type { Config } from '../config.ts';";
    expect(stages('apps/gateway/src/media/a.ts', text)).toBe(0);
  });
});

describe('the rules about providers and circles can fail', () => {
  const define = 'export const x = defineProvider({});';
  const names = new Set(['fal', 'ideogram']);
  const providers = (path: string, target: string) =>
    providerFaults(unit(`packages/providers/src/${path}`, `import '${target}';`), names).length;

  test('a provider is a file that defines one', () => {
    const files = ['fal.ts', 'fal.test.ts', 'http/agent.ts'].map((name) =>
      unit(`packages/providers/src/${name}`, define),
    );
    expect([...providerNames(files)]).toEqual(['fal']);
  });

  test('a provider cannot import another, nor shared code a provider', () => {
    expect(providers('fal.ts', './ideogram.ts')).toBe(1);
    expect(providers('fal.ts', './ideogram/sizes.ts')).toBe(1);
    expect(providers('http/agent.ts', '../fal.ts')).toBe(1);
    expect(providers('fal.ts', './fal/queue.ts')).toBe(0);
    expect(providers('registry.gen.ts', './fal.ts')).toBe(0);
  });

  test('a comparison with a name is found, in any of its forms', () => {
    const kinds = namedKinds(
      ['packages/atelier/src/styles/oil.ts', 'packages/catalog/src/models/acme/fast.ts'],
      new Set(['fal']),
    );
    const count = (path: string, text: string) => nameFaults(unit(path, text), kinds).length;
    const route = 'apps/gateway/src/routing/plan-route.ts';
    expect(count(route, "if (provider.id === 'fal') wait();")).toBe(1);
    expect(count(route, "switch (style) { case 'oil': break; }")).toBe(1);
    expect(count(route, "const slow = 'acme/fast' !== model.id;")).toBe(1);
    expect(count(route, "const standIn = { provider: 'fal' };")).toBe(0);
    expect(count(route, "if (color === 'red') wait();")).toBe(0);
    expect(count('packages/atelier/src/styles/oil.ts', "if (id === 'oil') wait();")).toBe(0);
    expect(count('packages/atelier/src/engine/a.ts', "if (id === 'oil') wait();")).toBe(1);
  });

  test('a circle is found whole, a diamond is none', () => {
    const file = (name: string, target: string) =>
      unit(`packages/ledger/src/${name}.ts`, `import type { A } from './${target}.ts';`);
    const circle = cycleFaults([file('a', 'b'), file('b', 'c'), file('c', 'a')]);
    expect(circle.map((fault) => fault.message.split(' -> ').length)).toEqual([4]);
    expect(cycleFaults([file('a', 'b'), file('c', 'b'), file('b', 'd')])).toEqual([]);
  });
});
