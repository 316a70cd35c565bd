import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** Absolute path of the repository. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** One file of the repository; `path` is relative to its root, with forward slashes. */
export interface HouseFile {
  readonly path: string;
  readonly text: string;
}

/** A broken rule, with the place and what to do about it. */
export interface Fault {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly rule: string;
  readonly message: string;
}

/** A workspace as its package.json declares it. */
export interface Workspace {
  /** `packages/ledger`. */
  readonly dir: string;
  /** `@aigateway/ledger`. */
  readonly name: string;
  /** What production code may import. */
  readonly dependencies: ReadonlySet<string>;
  readonly devDependencies: ReadonlySet<string>;
  /** Keys of `exports`: `.`, `./testing`. */
  readonly entries: ReadonlySet<string>;
}

const UNREAD = new Set(['node_modules', 'dist', 'build', 'coverage', '.git']);

/** Every path below `dir`, relative to the repository, without installed and built files. */
export function listPaths(dir = ''): string[] {
  return readdirSync(join(ROOT, dir), { withFileTypes: true })
    .filter((entry) => !UNREAD.has(entry.name) && !isDataFolder(entry.name))
    .flatMap((entry) => {
      const path = dir === '' ? entry.name : `${dir}/${entry.name}`;
      return entry.isDirectory() ? listPaths(path) : [path];
    })
    .sort();
}

/** `.aigateway` and its like hold what a run left behind; `.ci` is part of the repository. */
function isDataFolder(name: string): boolean {
  return name.startsWith('.') && !/^\.(ci|npmrc|gitignore|dockerignore|github)$/.test(name);
}

/** Reads the files of `paths`. */
export function readFiles(paths: readonly string[]): HouseFile[] {
  return paths.map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

/** True for TypeScript and JavaScript sources. */
export function isSource(path: string): boolean {
  return /\.(ts|tsx|mts|js|mjs)$/.test(path) && !path.endsWith('.d.ts');
}

/** True for code that runs in production: no test, no shared case, no testing folder. */
export function isProduction(path: string): boolean {
  if (!/^(packages|apps)\//.test(path)) return false;
  return !/\.(test|case)\.tsx?$|\/(testing|fixtures|bench)\/|\.config\.(ts|js|mjs)$/.test(path);
}

/** True for test files and what only they use. */
export function isTestCode(path: string): boolean {
  return /\.(test|case)\.tsx?$|\/testing\/|^test\/|^packages\/testkit\//.test(path);
}

/** The workspace folder a path lies in, or null for the repository's own files. */
export function workspaceDir(path: string): string | null {
  return /^(?:packages|apps)\/[^/]+/.exec(path)?.[0] ?? null;
}

/** The syntax tree of a file, with parents. */
export function parse(file: HouseFile): ts.SourceFile {
  const kind = /\.(tsx)$/.test(file.path)
    ? ts.ScriptKind.TSX
    : /\.(js|mjs)$/.test(file.path)
      ? ts.ScriptKind.JS
      : ts.ScriptKind.TS;
  return ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ESNext, true, kind);
}

/** 1-based line of a node's first token. */
export function lineOf(ast: ts.SourceFile, node: ts.Node): number {
  return ast.getLineAndCharacterOfPosition(node.getStart(ast)).line + 1;
}

/** Calls `visit` for every node of the tree. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

interface PackageJson {
  readonly name: string;
  readonly exports?: string | Record<string, unknown>;
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
}

/** Reads a package.json's text. */
export function readWorkspace(dir: string, text: string): Workspace {
  const json = JSON.parse(text) as PackageJson;
  const { exports: entries } = json;
  return {
    dir,
    name: json.name,
    dependencies: new Set(
      [json.dependencies, json.optionalDependencies, json.peerDependencies].flatMap((group) =>
        Object.keys(group ?? {}),
      ),
    ),
    devDependencies: new Set(Object.keys(json.devDependencies ?? {})),
    entries: new Set(typeof entries === 'object' ? Object.keys(entries) : ['.']),
  };
}

/** One fault a line, as a failing test prints it. */
export function formatFaults(faults: readonly Fault[]): string {
  return faults
    .map((fault) => `${fault.path}:${fault.line} [${fault.rule}] ${fault.message}`)
    .join('\n');
}
