import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listPaths, ROOT, readFiles } from './house/house.ts';
import { anchors, codeBlocks, codeSpans, linkTargets, prose } from './house/markdown.ts';
import { UNRUN_BLOCKS } from './house/shell-blocks.ts';

const paths = listPaths();
const documents = readFiles(paths.filter((path) => /^(docs\/.*|[^/]+)\.md$/.test(path)));
const stories = readFiles(paths.filter((path) => /^test\/e2e\/.*\.ts$/.test(path)));
const textOf = (path: string) => documents.find((file) => file.path === path)?.text ?? '';

/** Variables in the documents that are no settings of the gateway. */
const OTHER_VARIABLES: Readonly<Record<string, string>> = {
  AIGATEWAY_API_KEY: "a caller's own variable in examples",
  TEST_DATABASE_URL: 'read by tests only',
};

function brokenLinks(path: string, text: string): string[] {
  return linkTargets(text).filter((target) => {
    if (/^(https?|mailto):/.test(target)) return false;
    const [file = '', anchor] = target.split('#');
    const resolved = file === '' ? path : posix.join(posix.dirname(path), file);
    if (!existsSync(join(ROOT, resolved))) return true;
    return anchor !== undefined && !anchors(textOf(resolved)).has(anchor);
  });
}

/** Paths of this repository between backticks; patterns and placeholders are not paths. */
function missingPaths(text: string): string[] {
  return codeSpans(text)
    .filter((span) => /^(packages|apps|test|scripts|docs)\/[\w./-]+$/.test(span))
    .filter((span) => !span.includes('NNNN') && !existsSync(join(ROOT, span)));
}

function environmentNames(text: string): string[] {
  return text.match(/\b(?:[A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9]|PORT|HOST)\b/g) ?? [];
}

describe.each(documents.map((file) => [file.path, file.text] as const))('%s', (path, text) => {
  test('every relative link leads somewhere', () => {
    expect(brokenLinks(path, text)).toEqual([]);
  });

  test('every path of the repository that it names exists', () => {
    expect(missingPaths(text)).toEqual([]);
  });

  test('every npm script that it names exists', () => {
    const { scripts } = JSON.parse(readFiles(['package.json'])[0]?.text ?? '') as {
      scripts: Record<string, string>;
    };
    const named = [...text.matchAll(/npm run ([a-z]+)/g)].map((match) => match[1] ?? '');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  test('every variable that it names is a setting', () => {
    const settings = new Set(
      environmentNames(textOf('docs/configuration.md').split(/^## (?!Upstreams)/m)[0] ?? ''),
    );
    const unknown = environmentNames(path === 'docs/configuration.md' ? prose(text) : text).filter(
      (name) => !settings.has(name) && !(name in OTHER_VARIABLES),
    );
    expect(unknown).toEqual([]);
  });

  test('every shell block is run by a story, or listed with the reason why not', () => {
    const unknown = codeBlocks(text)
      .filter((block) => /^(sh|bash|shell|console)$/.test(block.language))
      .filter((block) => {
        if (block.story !== null) {
          return !stories.some((story) => story.text.includes(`'${block.story}'`));
        }
        return !UNRUN_BLOCKS.some((one) => one.path === path && block.text.startsWith(one.starts));
      });
    expect(unknown).toEqual([]);
  });
});

describe('the documents', () => {
  test('the table of settings is there', () => {
    const names = environmentNames(textOf('docs/configuration.md'));
    expect(names).toEqual(expect.arrayContaining(['PORT', 'HOST', 'AIGATEWAY_DATA_DIR']));
  });

  test('every listed block still exists and has a reason', () => {
    for (const { path, starts, reason } of UNRUN_BLOCKS) {
      const found = codeBlocks(textOf(path)).some((block) => block.text.startsWith(starts));
      expect(found, `${path}: ${starts}`).toBe(true);
      expect(reason.length).toBeGreaterThan(20);
    }
  });

  test('the changelog has an Unreleased section', () => {
    expect(textOf('CHANGELOG.md')).toMatch(/^## Unreleased$/m);
  });

  test('the rules for working here fit on a page', () => {
    expect(textOf('AGENTS.md').split('\n').length).toBeLessThanOrEqual(120);
  });

  test('every decision is in the list, numbered without gaps', () => {
    const numbers = paths
      .filter((path) => /^docs\/decisions\/\d{4}-/.test(path))
      .map((path) => posix.basename(path));
    const list = linkTargets(textOf('docs/decisions/README.md'));
    expect(list).toEqual(numbers);
    expect(numbers.map((name) => Number(name.slice(0, 4)))).toEqual(numbers.map((_, i) => i + 1));
  });

  test('every document in docs/ is linked from another one', () => {
    const linked = new Set(
      documents.flatMap((file) =>
        linkTargets(file.text).map((target) =>
          posix.join(posix.dirname(file.path), target.split('#')[0] ?? ''),
        ),
      ),
    );
    const orphans = documents.map((file) => file.path).filter((path) => path.startsWith('docs/'));
    expect(orphans.filter((path) => !linked.has(path))).toEqual([]);
  });
});

describe('the checks can fail', () => {
  test('a link to nowhere and to a missing heading are found', () => {
    expect(brokenLinks('README.md', 'see [a](docs/nowhere.md)')).toEqual(['docs/nowhere.md']);
    expect(brokenLinks('README.md', 'see [a](docs/errors.md#nothing)')).toHaveLength(1);
    expect(brokenLinks('docs/errors.md', '[a](#errors) [b](../README.md)')).toEqual([]);
    expect(brokenLinks('README.md', '`[a](nowhere.md)` <!-- [b](nowhere.md) -->')).toEqual([]);
  });

  test('a path that does not exist is found, a pattern is none', () => {
    expect(missingPaths('see `packages/nowhere/src/a.ts`')).toHaveLength(1);
    expect(missingPaths('see `packages/*/src` and `packages/atelier/src/<name>.ts`')).toEqual([]);
  });

  test('variables are seen wherever they stand', () => {
    expect(environmentNames('`AIGATEWAY_NEW=1` and PORT')).toEqual(['AIGATEWAY_NEW', 'PORT']);
  });

  test('blocks are read with their language and story', () => {
    const text = '<!-- e2e: first-picture -->\n```sh\nnpm start\n```\n\n```json\n{}\n```\n';
    expect(codeBlocks(text)).toEqual([
      { language: 'sh', text: 'npm start', line: 2, story: 'first-picture' },
      { language: 'json', text: '{}', line: 6, story: null },
    ]);
  });
});
