import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { isKind, type Kind, startFiles } from '../scripts/new/start-files.ts';
import { formatFaults, parse, ROOT } from './house/house.ts';
import { nameFaults, syntaxFaults } from './house/syntax-rules.ts';
import { lineFaults, wordFaults } from './house/text-rules.ts';

const STARTS: readonly (readonly [Kind, string])[] = [
  ['provider', 'some-maker'],
  ['style', 'some-style'],
  ['scene', 'some-scene'],
  ['model', 'some-maker/some-model'],
];

const files = STARTS.flatMap(([kind, name]) => startFiles(kind, name));

describe('what `npm run new` writes', () => {
  test('is a source and a test for each', () => {
    expect(files).toHaveLength(8);
    expect(files.map((file) => file.path)).toContain(
      'packages/catalog/src/models/some-maker/some-model.test.ts',
    );
  });

  test('keeps the rules of the house', () => {
    const faults = files.flatMap((file) => [
      ...syntaxFaults(file, parse(file)),
      ...nameFaults(file.path),
      ...lineFaults(file),
      ...wordFaults(file),
    ]);
    expect(formatFaults(faults)).toBe('');
  });

  test('passes the type checker', { timeout: 60_000 }, () => {
    expect(typeErrors()).toEqual([]);
  });

  test('refuses names that a file cannot have', () => {
    expect(() => startFiles('style', '../escape')).toThrow('cannot name');
    expect(() => startFiles('style', 'OilPastel')).toThrow('kebab-case');
    expect(() => startFiles('model', 'no-maker')).toThrow('<maker>/<model>');
    expect(isKind('toString')).toBe(false);
  });
});

/** Checks the files where they would lie, without writing them. */
function typeErrors(): string[] {
  const texts = new Map(files.map((file) => [join(ROOT, file.path), file.text]));
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, ROOT);
  const host = ts.createCompilerHost(options, true);
  const { fileExists, readFile } = host;
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  host.directoryExists = (path) =>
    [...texts.keys()].some((key) => key.startsWith(`${path}/`)) || ts.sys.directoryExists(path);
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  const { getSourceFile } = host;
  host.getSourceFile = (path, languageOptions, onError) => {
    const text = texts.get(path);
    if (text === undefined) return getSourceFile(path, languageOptions, onError);
    return ts.createSourceFile(path, text, languageOptions, true);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  return [...texts.keys()].flatMap((path) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(path))
      .map((one) => `${path}: ${ts.flattenDiagnosticMessageText(one.messageText, '\n')}`),
  );
}
