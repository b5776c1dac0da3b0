import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** A code of the catalogue in an expectation of a test. */
export interface NamedCode {
  code: string;
  /** The test as Jest names it, as far as that is written in the source. */
  test: string;
}

type IsCode = (text: string) => boolean;

/** The identifier that a chain such as `expect(page).not.toBe` or `it.each(rows)` begins with. */
const rootOf = (node: ts.Expression): string => {
  if (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node)) return rootOf(node.expression);
  return ts.isIdentifier(node) ? node.text : '';
};

const isTextual = (node: ts.Node | undefined): node is ts.StringLiteral | ts.NoSubstitutionTemplateLiteral =>
  node !== undefined && (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node));

/** `it(…)`, `describe(…)`, `it.each(rows)(…)`: a title and what it is about. */
const titleOf = (call: ts.CallExpression): string | undefined => {
  if (!['describe', 'it', 'test'].includes(rootOf(call.expression)) || call.arguments.length < 2)
    return undefined;
  const [title] = call.arguments;
  return isTextual(title) ? title.text : (title?.getText().replace(/\.name$/, '') ?? '');
};

/** The rows of `it.each(rows)(…)`. */
const rowsOf = (call: ts.CallExpression): ts.Expression[] => {
  if (!ts.isCallExpression(call.expression)) return [];
  const [table] = call.expression.arguments;
  return table && ts.isArrayLiteralExpression(table) ? [...table.elements] : table ? [table] : [];
};

/** `refuses %s` with the first words of its row. */
const withRow = (title: string, row: ts.Expression): string => {
  const first = ts.isArrayLiteralExpression(row) ? row.elements[0] : row;
  return isTextual(first) ? title.replace('%s', first.text) : title;
};

/** Constants of the file, so that `toEqual(refused)` is as good as what stands in `refused`. */
const constantsOf = (file: ts.SourceFile): Map<string, ts.Expression> => {
  const constants = new Map<string, ts.Expression>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && isPlain(node.initializer))
      constants.set(node.name.text, node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return constants;
};

const isPlain = (node: ts.Expression | undefined): node is ts.Expression =>
  node !== undefined && !ts.isFunctionLike(node) && !ts.isCallExpression(node) && !ts.isAwaitExpression(node);

/** The codes that a file's tests expect, in their order: in `expect…(…)`, or in the rows of a table of tests. */
export const readNamedCodes = (
  path: string,
  isCode: IsCode,
  text = readFileSync(path, 'utf8'),
): NamedCode[] => {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const constants = constantsOf(file);

  const codesIn = (node: ts.Node, seen: readonly string[] = []): string[] => {
    if (isTextual(node)) return isCode(node.text) ? [node.text] : [];
    if (ts.isPropertyAccessExpression(node) && rootOf(node) === 'CODES' && isCode(node.name.text))
      return [node.name.text];
    const known = ts.isIdentifier(node) && !seen.includes(node.text) && constants.get(node.text);
    if (known) return codesIn(known, [...seen, node.text]);
    const inside: string[] = [];
    ts.forEachChild(node, (child) => void inside.push(...codesIn(child, seen)));
    return inside;
  };

  const name = (codes: string[], titles: readonly string[]): NamedCode[] =>
    codes.map((code) => ({ code, test: titles.join(' ') }));

  const visit = (node: ts.Node, titles: readonly string[]): NamedCode[] => {
    if (!ts.isCallExpression(node)) return children(node, titles);
    if (rootOf(node.expression).startsWith('expect')) return name(codesIn(node), titles);
    const title = titleOf(node);
    if (title === undefined) return children(node, titles);
    const rows = rowsOf(node).flatMap((row) => name(codesIn(row), [...titles, withRow(title, row)]));
    return [...rows, ...children(node, [...titles, title])];
  };

  const children = (node: ts.Node, titles: readonly string[]): NamedCode[] => {
    const found: NamedCode[] = [];
    ts.forEachChild(node, (child) => void found.push(...visit(child, titles)));
    return found;
  };

  return visit(file, []);
};
