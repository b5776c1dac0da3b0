/** The same texts in another language: none may be missing, none may be more. */
export type Translated<T> = { readonly [K in keyof T]: T[K] extends string ? string : Translated<T[K]> };
