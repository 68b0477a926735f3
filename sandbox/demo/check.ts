/** One promised outcome, and whether it came true. */
export type Check = { readonly what: string; readonly passed: boolean };

export const check = (what: string, passed: boolean): Check => ({ what, passed });
