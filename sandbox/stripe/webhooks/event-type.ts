/** Whether an event type is meant by a name, a prefix with a star (`invoice.*`), or a star. */
export const isMeant = (type: string, pattern: string): boolean =>
  pattern === '*' || pattern === type || (pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1)));
