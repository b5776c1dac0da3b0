const DEEPEST = 32;
/** Strings, and the signs that make structure. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/gs;

/**
 * Reads a JSON object from outside. Throws for text that is not JSON, for another top level than an object, and for
 * what readers disagree about or stumble over: members twice, `__proto__`, more than 32 levels.
 */
export const readJsonObject = (text: string): Record<string, unknown> => {
  checkStructure(text);
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new SyntaxError('not a JSON object');
  return value as Record<string, unknown>;
};

const checkStructure = (text: string): void => {
  /** The members of every object that is open; null for a list. */
  const open: (Set<string> | null)[] = [];
  let previous = '';
  for (const [token] of text.matchAll(TOKENS)) {
    if (token.startsWith('"')) {
      if (previous === '{' || previous === ',') checkMember(token, open.at(-1));
    } else if ('{['.includes(token)) open.push(token === '{' ? new Set() : null);
    else if ('}]'.includes(token)) open.pop();
    if (open.length > DEEPEST) throw new SyntaxError('too many levels');
    previous = token;
  }
};

const checkMember = (token: string, members: Set<string> | null | undefined): void => {
  if (!members) return;
  const name = JSON.parse(token) as string;
  if (name === '__proto__' || members.has(name)) throw new SyntaxError('a member twice, or an unsafe one');
  members.add(name);
};
