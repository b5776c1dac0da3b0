/** What follows the name of a stage's script. Throws where one is missing. */
export const argument = (index: number, what: string): string => {
  const given = process.argv[index + 2];
  if (!given) throw new Error(`missing argument: ${what}`);
  return given;
};
