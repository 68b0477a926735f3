/** Rows that were read, and those that could not be, each with its reason. */
export type Listed<T> = { readonly id: string; readonly row: T } | { readonly id: string; readonly problem: Error };
