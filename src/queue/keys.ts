/** Names of everything that the hub keeps in Redis; all of them begin with `milepost:`. */
export type Keys = {
  /** Also the prefix that BullMQ puts before its own keys. */
  readonly prefix: string;
  readonly of: (...parts: readonly string[]) => string;
};

/** @param space sets one installation (or test) apart from another on the same Redis */
export function createKeys(space?: string): Keys {
  const prefix = space === undefined ? 'milepost' : `milepost:${space}`;
  return { prefix, of: (...parts) => [prefix, ...parts].join(':') };
}
