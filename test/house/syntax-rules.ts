import { posix } from 'node:path';
import ts from 'typescript';
import { type Fault, type HouseFile, isProduction, isTestCode, lineOf, walk } from './house.ts';

const MAX_FUNCTION_LINES = 70;
const MAX_PARAMETERS = 3;
const TEST_ROOTS = new Set(['test', 'it', 'describe', 'suite', 'bench']);
const TEST_ALIASES = new Set(['xit', 'xtest', 'xdescribe', 'fit', 'fdescribe']);

type Check = (ast: ts.SourceFile, node: ts.Node) => { rule: string; message: string } | null;

/** Every breach of the syntax rules by one file. */
export function syntaxFaults(file: HouseFile, ast: ts.SourceFile): Fault[] {
  const checks = [
    functionLength,
    parameterCount,
    forbiddenSyntax,
    ...(isConfig(file.path) ? [] : [defaultExport]),
    ...(isTestCode(file.path) ? [skippedTest] : []),
  ];
  const faults: Fault[] = [];
  walk(ast, (node) => {
    for (const check of checks) {
      const found = check(ast, node);
      if (found) faults.push({ path: file.path, line: lineOf(ast, node), ...found });
    }
  });
  return isProduction(file.path) ? [...faults, ...missingDocs(file, ast)] : faults;
}

function isConfig(path: string): boolean {
  return /\.config\.(ts|js|mjs)$/.test(path);
}

/** A group of tests is not a function in the sense of the rule: each of its tests is one. */
const functionLength: Check = (ast, node) => {
  if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return null;
  if (holdsTests(node.body)) return null;
  const start = ast.getLineAndCharacterOfPosition(node.getStart(ast)).line;
  const lines = ast.getLineAndCharacterOfPosition(node.getEnd()).line - start + 1;
  if (lines <= MAX_FUNCTION_LINES) return null;
  return { rule: 'function-lines', message: `${nameOf(node)} has ${lines} lines, 70 at most` };
};

/** True for a body with `test(…)` among its own statements, at any depth of loops and groups. */
function holdsTests(body: ts.Node | undefined): boolean {
  let found = false;
  const look = (node: ts.Node): void => {
    if (ts.isExpressionStatement(node) && ts.isCallExpression(node.expression)) {
      const root = /^\w+/.exec(node.expression.expression.getText())?.[0] ?? '';
      found ||= TEST_ROOTS.has(root);
    }
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, look);
  };
  if (body) look(body);
  return found;
}

const parameterCount: Check = (_, node) => {
  if (!ts.isFunctionLike(node) || ts.isIndexSignatureDeclaration(node)) return null;
  if (takesTestRow(node)) return null;
  const count = node.parameters.filter((one) => one.name.getText() !== 'this').length;
  if (count <= MAX_PARAMETERS) return null;
  const message = `${nameOf(node)} takes ${count} positional parameters; take one object instead`;
  return { rule: 'parameters', message };
};

/** The columns of a `test.each` table arrive one by one; there is no other way to take them. */
function takesTestRow(node: ts.Node): boolean {
  const call = node.parent;
  if (!ts.isCallExpression(call) || !ts.isCallExpression(call.expression)) return false;
  return /^(test|it|describe)\b[\w.]*\.each$/.test(call.expression.expression.getText());
}

function nameOf(node: ts.Node): string {
  const name = ts.getNameOfDeclaration(node as ts.Declaration);
  if (name !== undefined) return name.getText();
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) {
    return parent.name.getText();
  }
  return 'the function';
}

const forbiddenSyntax: Check = (_, node) => {
  if (node.kind === ts.SyntaxKind.AnyKeyword) {
    return { rule: 'any', message: 'say what it is, or unknown' };
  }
  if (ts.isNonNullExpression(node)) return { rule: 'non-null', message: 'handle the absent case' };
  if (isAssertedDeclaration(node)) return { rule: 'non-null', message: 'give it a value' };
  if (ts.isEnumDeclaration(node)) return { rule: 'enum', message: 'use a union of literals' };
  return null;
};

function isAssertedDeclaration(node: ts.Node): boolean {
  const declares = ts.isPropertyDeclaration(node) || ts.isVariableDeclaration(node);
  return declares && node.exclamationToken !== undefined;
}

const defaultExport: Check = (_, node) => {
  const found = { rule: 'default-export', message: 'export it by name' };
  if (ts.isExportAssignment(node)) return found;
  if (ts.isExportSpecifier(node) && node.name.text === 'default') return found;
  const isDefault = ts.canHaveModifiers(node) && hasModifier(node, ts.SyntaxKind.DefaultKeyword);
  return isDefault ? found : null;
};

function hasModifier(node: ts.HasModifiers, kind: ts.SyntaxKind): boolean {
  return node.modifiers?.some((modifier) => modifier.kind === kind) ?? false;
}

const skippedTest: Check = (_, node) => {
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
    const { text } = node.expression;
    return TEST_ALIASES.has(text) ? { rule: 'skipped-test', message: `${text}()` } : null;
  }
  if (!ts.isPropertyAccessExpression(node) || !/^(skip|only|todo|fails)$/.test(node.name.text)) {
    return null;
  }
  const root = /^\w+/.exec(node.expression.getText())?.[0] ?? '';
  if (!TEST_ROOTS.has(root)) return null;
  return { rule: 'skipped-test', message: `${node.getText()}: a test runs or does not exist` };
};

/**
 * Exported declarations without a doc comment. A block of exports without an empty line between
 * them shares the comment above it.
 */
function missingDocs(file: HouseFile, ast: ts.SourceFile): Fault[] {
  const faults: Fault[] = [];
  let sharedUntilLine: number | null = null;
  for (const statement of ast.statements) {
    const first = ast.getLineAndCharacterOfPosition(statement.getStart(ast)).line;
    const last = ast.getLineAndCharacterOfPosition(statement.getEnd()).line;
    const isExport =
      ts.canHaveModifiers(statement) && hasModifier(statement, ts.SyntaxKind.ExportKeyword);
    if (!isExport) continue;
    const documented = hasDoc(file.text, statement) || first - 1 === sharedUntilLine;
    if (documented) sharedUntilLine = last;
    else
      faults.push({
        path: file.path,
        line: first + 1,
        rule: 'doc',
        message: signatureOf(statement),
      });
  }
  return faults;
}

function hasDoc(text: string, node: ts.Node): boolean {
  const comments = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
  const last = comments.at(-1);
  return last !== undefined && text.startsWith('/**', last.pos);
}

function signatureOf(node: ts.Node): string {
  return `no doc comment: ${node.getText().split('\n')[0]?.slice(0, 60)}`;
}

/** File names that are not kebab-case, or that say nothing. */
export function nameFaults(path: string): Fault[] {
  const fault = (message: string): Fault[] => [{ path, line: 1, rule: 'file-name', message }];
  const stem = posix.basename(path).replace(/\.[^.]+$/, '');
  const words = stem.split('.').flatMap((part) => part.split('-'));
  if (words.some((word) => /^(utils?|helpers?|misc)$/.test(word))) {
    return fault('name the file after the thing it exports');
  }
  const isKebab = posix
    .dirname(path)
    .split('/')
    .concat(stem.split('.'))
    .every((part) => /^(\.|\.?[a-z0-9]+(-[a-z0-9]+)*)$/.test(part));
  return isKebab ? [] : fault('write it in kebab-case');
}
