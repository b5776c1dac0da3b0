/** An environment variable that integration tests cannot do without. */
export const needs = (name: string, what: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: integration tests need ${what}; "npm test" provides it.`);
  return value;
};
