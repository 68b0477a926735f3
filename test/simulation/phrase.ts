/** Plain values as a person reads them: what is empty or as usual is left out. */
export function phrase(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .flatMap(([name, value]) => (value === null || value === undefined || value === false ? [] : [said(name, value)]))
    .join(', ');
}

function said(name: string, value: unknown): string {
  if (value === true) return name;
  if (Array.isArray(value)) return `${name} ${value.map((one) => words(one)).join(' + ')}`;
  return name === 'of' || name === 'how' ? words(value) : `${name} ${words(value)}`;
}

const words = (value: unknown): string =>
  typeof value === 'object' && value !== null ? `(${phrase({ ...value })})` : String(value);
