/** The wanted values that differ from the ones that stand. Writing only these keeps calls, and webhooks about them, few. */
export function changesBetween<T extends object, W extends Partial<T>>(standing: T, wanted: W): Partial<W> {
  const changes: Partial<W> = {};
  for (const key in wanted) {
    if (Object.hasOwn(wanted, key) && !Object.is(lookUp(standing, key), wanted[key])) changes[key] = wanted[key];
  }
  return changes;
}

const lookUp = (object: object, key: string): unknown => Object.entries(object).find(([name]) => name === key)?.[1];
