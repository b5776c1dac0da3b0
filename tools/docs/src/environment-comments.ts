import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** What a file says of a variable, and the schema that says it. */
export interface VariableComment {
  schema: string;
  name: string;
  comment: string;
}

/** The constant that a property is written in. */
const schemaOf = (node: ts.Node): string => {
  if (ts.isVariableDeclaration(node)) return node.name.getText();
  return ts.isSourceFile(node) ? '' : schemaOf(node.parent);
};

const commentOf = (node: ts.Node): string => {
  const [comment] = ts.getJSDocCommentsAndTags(node);
  return (comment && ts.isJSDoc(comment) && ts.getTextOfJSDocComment(comment.comment)) || '';
};

/** The doc comments of environment variables in a file of schemas. */
export const readVariableComments = (path: string): VariableComment[] => {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const comments: VariableComment[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && /^[A-Z][A-Z_]+$/.test(node.name.getText()))
      comments.push({ schema: schemaOf(node), name: node.name.getText(), comment: commentOf(node) });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return comments;
};
