/** Replaces `$NAME` and `${NAME}`. Throws for a name that nothing sets: it would become an empty text without a word. */
export const expand = (text: string, values: Readonly<Record<string, string | undefined>>): string =>
  text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (_all, braced: string | undefined, bare: string | undefined) => {
    const name = braced ?? bare ?? '';
    const value = values[name];
    if (value === undefined) throw new Error(`Dockerfile: nothing sets ${name}`);
    return value;
  });
