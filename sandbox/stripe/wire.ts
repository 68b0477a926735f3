export type WireValue = string | number | boolean | null | readonly WireValue[] | Wire;

/** An object as it travels: plain JSON, decimals already written as strings. */
export type Wire = { [key: string]: WireValue };

/** A deep copy in the form that goes over the wire. */
export function toWire(value: object): Wire {
  const copy: Wire = JSON.parse(JSON.stringify(value));
  return copy;
}

export const isWire = (value: WireValue | undefined): value is Wire =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The former values of the keys that differ, as an `*.updated` event names them. */
export function previousAttributes(before: Wire, after: Wire): Wire {
  const changed: Wire = {};
  for (const [key, value] of Object.entries(before)) {
    if (JSON.stringify(value) !== JSON.stringify(after[key])) changed[key] = value;
  }
  return changed;
}
