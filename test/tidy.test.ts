import { describe, expect, test } from 'vitest';
import {
  type Fault,
  formatFaults,
  type HouseFile,
  isSource,
  listPaths,
  parse,
  readFiles,
} from './house/house.ts';
import { nameFaults, syntaxFaults } from './house/syntax-rules.ts';
import { lineFaults, readmeFaults, wordFaults } from './house/text-rules.ts';
import { TIDY_EXCEPTIONS } from './house/tidy-exceptions.ts';

const paths = listPaths();
const sources = readFiles(paths.filter((path) => isSource(path) && !isExempt(path)));
const texts = readFiles(paths.filter((path) => isText(path) && !isExempt(path)));

/** Generated files, data and fixtures are not written by hand. */
function isExempt(path: string): boolean {
  return /\.gen\.(ts|json)$|\/(data|fixtures)\/|\.data\.ts$|^package-lock\.json$/.test(path);
}

function isText(path: string): boolean {
  return isSource(path) || /\.(md|json|yml|yaml|css|sh|toml)$|^(Dockerfile|\.ci\/)/.test(path);
}

function isExcused(fault: Fault): boolean {
  return TIDY_EXCEPTIONS.some((one) => one.path === fault.path && one.rule === fault.rule);
}

function report(faults: readonly Fault[]): string {
  return formatFaults(faults.filter((fault) => !isExcused(fault)));
}

const syntax = sources.flatMap((file) => syntaxFaults(file, parse(file)));
const lines = sources.flatMap(lineFaults);
const names = sources.flatMap((file) => nameFaults(file.path));

describe('the house is tidy', () => {
  test('functions, parameters, types, exports and tests follow the rules', () => {
    expect(report(syntax)).toBe('');
  });

  test('files and lines have their length', () => {
    expect(report(lines)).toBe('');
  });

  test('files are named in kebab-case after what they hold', () => {
    expect(report(names)).toBe('');
  });

  test('nothing is left unfinished and nothing names a machine', () => {
    expect(report(texts.flatMap(wordFaults))).toBe('');
  });

  test('the README of every workspace says what may be touched there', () => {
    const dirs = paths
      .filter((path) => /^(packages|apps)\/[^/]+\/package\.json$/.test(path))
      .map((path) => path.replace('/package.json', ''));
    const readmes = new Map(texts.map((file) => [file.path, file.text]));
    const faults = dirs.flatMap((dir) =>
      readmeFaults(dir, readmes.get(`${dir}/README.md`) ?? null),
    );
    expect(report(faults)).toBe('');
  });

  test('every exception still excuses something, and says why', () => {
    const faults = [...syntax, ...lines, ...names];
    for (const { path, rule, reason } of TIDY_EXCEPTIONS) {
      const matches = faults.filter((fault) => fault.path === path && fault.rule === rule);
      expect(matches.length, `${path} [${rule}] needs no exception`).toBeGreaterThan(0);
      expect(reason.length, `${path} [${rule}] needs a reason`).toBeGreaterThan(20);
    }
  });
});

function rules(text: string, path = 'packages/ledger/src/place-hold.ts'): string[] {
  const file: HouseFile = { path, text };
  return syntaxFaults(file, parse(file)).map((fault) => fault.rule);
}

const inTest = 'packages/ledger/src/a.test.ts';

describe('the syntax rules can fail', () => {
  const longBody = `{\n${'  work();\n'.repeat(70)}}`;
  test.each([
    ['function-lines', `function place() ${longBody}`],
    ['function-lines', `const place = () => ${longBody};`],
    ['function-lines', `class A { place() ${longBody} }`],
    ['parameters', 'function place(a: A, b: B, c: C, d: D) {}'],
    ['parameters', 'type Place = (a: A, b: B, c: C, d: D) => void;'],
    ['parameters', 'class A { constructor(a: A, b: B, c: C, d: D) {} }'],
    ['any', 'const a: any = 1;'],
    ['any', 'const a = b as any;'],
    ['non-null', 'const a = b!.c;'],
    ['non-null', 'class A { b!: string; }'],
    ['enum', 'enum A { B }'],
    ['enum', 'const enum A { B }'],
    ['default-export', 'const a = 1; export default a;'],
    ['default-export', '/** A. */\nexport default function a() {}'],
    ['default-export', 'const a = 1; export { a as default };'],
    ['doc', 'export const a = 1;'],
    ['doc', '/** A. */\nexport const a = 1;\n\nexport const b = 2;'],
    ['doc', '// Not a doc comment.\nexport type A = string;'],
  ])('%s: %s', (rule, text) => {
    expect(rules(text)).toEqual([rule]);
  });

  test.each([
    ['test.skip("a", () => {});'],
    ['describe.only("a", () => {});'],
    ['test.only.each([1])("a", () => {});'],
    ['test.todo("a");'],
    ['xit("a", () => {});'],
  ])('a test that does not run: %s', (text) => {
    expect(rules(text, inTest)).toEqual(['skipped-test']);
  });

  test.each([
    ['a function of 70 lines', `function place() {\n${'  work();\n'.repeat(68)}}`],
    ['three parameters', 'function place(this: A, a: A, b: B, c: C) {}'],
    ['a documented export', '/** A. */\nexport const a = 1;'],
    ['a block that shares its comment', '/** A. */\nexport const a = 1;\nexport const b = 2;'],
    ['the word any in a text', 'const a = "any"; // any'],
    ['a re-export', "export * from './a.ts';"],
    ['inequality', 'const a = b !== c && !d;'],
  ])('%s is fine', (_, text) => {
    expect(rules(text)).toEqual([]);
  });

  test('a group of tests may be long, and may depend on its surroundings', () => {
    const tests = `{\n${"  test('b', () => {});\n".repeat(70)}}`;
    expect(rules(`describe('a', () => ${tests});`, inTest)).toEqual([]);
    expect(rules(`eachStore((open) => ${tests});`, inTest)).toEqual([]);
    expect(rules(`test('a', () => ${longBody});`, inTest)).toEqual(['function-lines']);
    expect(rules('test.each([row])("a", (a, b, c, d) => {});', inTest)).toEqual([]);
    expect(rules('test("a", (a, b, c, d) => {});', inTest)).toEqual(['parameters']);
    expect(rules('test.skipIf(!url)("a", () => {});', inTest)).toEqual([]);
  });
});

describe('the rules about files and words can fail', () => {
  test.each([
    'packages/ledger/src/placeHold.ts',
    'packages/ledger/src/Hold.ts',
    'packages/ledger/src/place_hold.ts',
    'packages/ledger/srcFiles/hold.ts',
    'packages/ledger/src/utils.ts',
    'packages/ledger/src/hold-utils.ts',
    'packages/ledger/src/helpers/misc.ts',
  ])('%s is refused', (path) => {
    expect(nameFaults(path)).toHaveLength(1);
  });

  test.each([
    'packages/ledger/src/place-hold.test.ts',
    'packages/catalog/src/registry.gen.ts',
    'scripts/start.mjs',
    'tsdown.config.ts',
    '.ci/run.mjs',
  ])('%s is fine', (path) => {
    expect(nameFaults(path)).toEqual([]);
  });

  test('long lines and long files are found', () => {
    expect(lineFaults({ path: 'a.ts', text: `${'a'.repeat(101)}\n` })).toHaveLength(1);
    expect(lineFaults({ path: 'a.ts', text: `${'é'.repeat(100)}\n` })).toEqual([]);
    expect(lineFaults({ path: 'a.ts', text: 'a\n'.repeat(401) })).toHaveLength(1);
    expect(lineFaults({ path: 'a.ts', text: 'a\n'.repeat(400) })).toEqual([]);
  });

  test.each([
    [`// ${'TO'}${'DO'}: later`],
    [`const home = '${'/ro'}${'ot'}/x';`],
    [`see ${'/wo'}${'rk'}/main`],
    [`open(\`${'/t'}${'mp'}/picture.png\`)`],
    [`${'https://npm.corp.inter'}${'nal'}/x`],
  ])('%s is refused', (text) => {
    expect(wordFaults({ path: 'a.md', text })).toHaveLength(1);
  });

  test.each([
    ['as root or not; a tmp file; hometown'],
    ["import { x } from '../work/plan.ts';"],
    ['https://example.com/work'],
    ['WORKDIR /app'],
  ])('%s is fine', (text) => {
    expect(wordFaults({ path: 'a.md', text })).toEqual([]);
  });

  test('a README that starts with a heading, or is missing, is refused', () => {
    expect(readmeFaults('packages/a', null)).toHaveLength(1);
    expect(readmeFaults('packages/a', '# a\n')).toHaveLength(1);
    expect(readmeFaults('packages/a', 'Touch this when the wire changes. No I/O.\n')).toEqual([]);
  });
});
