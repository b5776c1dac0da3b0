type Variables = Readonly<Record<string, string | undefined>>;

const REFERENCE = /\$(?:(\$)|\{(\w+)(?:(:?[-?])([^}]*))?\}|(\w+))/g;

/** Replaces variables as Compose does: `$$`, `$A`, `${A}`, `${A-b}`, `${A:-b}`, `${A?b}`, `${A:?b}`. */
export const interpolate = (text: string, variables: Variables): string =>
  text.replace(REFERENCE, (...[, dollar, braced, operator = '', word = '', bare]: (string | undefined)[]) => {
    if (dollar !== undefined) return '$';
    const name = braced ?? bare ?? '';
    return valueOf({ name, operator, word }, variables);
  });

const valueOf = (
  { name, operator, word }: { name: string; operator: string; word: string },
  variables: Variables,
): string => {
  const value = variables[name];
  const isMissing = operator.startsWith(':') ? !value : value === undefined;
  if (!isMissing) return value ?? '';
  if (operator.endsWith('?')) throw new Error(`${name} is not set: ${word}`);
  return operator.endsWith('-') ? word : (value ?? '');
};

/** The same for every text of a document. */
export const interpolateAll = (value: unknown, variables: Variables): unknown => {
  if (typeof value === 'string') return interpolate(value, variables);
  if (Array.isArray(value)) return value.map((inner) => interpolateAll(inner, variables));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, interpolateAll(inner, variables)]),
  );
};
