import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const FLOAT_NAMES = new Set(['Number', 'parseFloat', 'parseInt', 'Math', 'toFixed', 'valueOf']);

const ARITHMETIC = new Set([
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.SlashEqualsToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.AsteriskEqualsToken,
  ts.SyntaxKind.AsteriskAsteriskToken,
  ts.SyntaxKind.PercentToken,
]);

/** Every use of a floating-point number that money could pass through. */
function floatsIn(program: ts.Program, source: ts.SourceFile): string[] {
  const checker = program.getTypeChecker();
  const found: string[] = [];
  const isNumber = (node: ts.Node) =>
    (checker.getTypeAtLocation(node).flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.Any)) !== 0;
  function visit(node: ts.Node): void {
    if (isFloat(node, isNumber)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${source.fileName}:${line + 1}: ${node.getText().slice(0, 60)}`);
    }
    ts.forEachChild(node, visit);
  }
  visit(source);
  return found;
}

function isFloat(node: ts.Node, isNumber: (node: ts.Node) => boolean): boolean {
  if (ts.isIdentifier(node)) {
    if (FLOAT_NAMES.has(node.text)) return true;
    const declares = ts.isParameter(node.parent) || ts.isVariableDeclaration(node.parent);
    const isMember = ts.isPropertySignature(node.parent) || ts.isPropertyAssignment(node.parent);
    return (declares || isMember) && /(micro_?usd|amount)/i.test(node.text) && isNumber(node);
  }
  if (ts.isNumericLiteral(node)) return /[.e]/i.test(node.getText());
  if (ts.isBinaryExpression(node) && ARITHMETIC.has(node.operatorToken.kind)) {
    return isNumber(node.left) || isNumber(node.right);
  }
  return false;
}

function findFloats(files: readonly string[], options: ts.CompilerOptions): string[] {
  const program = ts.createProgram(files, options);
  return files.flatMap((file) => {
    const source = program.getSourceFile(file);
    return source === undefined ? [`${file}: not read`] : floatsIn(program, source);
  });
}

const folder = fileURLToPath(new URL('.', import.meta.url));

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  allowImportingTsExtensions: true,
  noEmit: true,
  strict: true,
  skipLibCheck: true,
  types: [],
};

describe('money is never a floating-point number', () => {
  const sources = readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => join(folder, name));

  it('in any source of the ledger', { timeout: 90_000 }, () => {
    expect(findFloats(sources, options)).toEqual([]);
  });

  it('and the check sees one where there is one', { timeout: 90_000 }, () => {
    const sample = join(folder, 'testing', 'float.sample.ts');
    expect(findFloats([sample], options)).toHaveLength(5);
  });
});
