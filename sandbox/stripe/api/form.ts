/** A decoded form: text at the leaves, as nested as the brackets say. */
export type FormValue = string | readonly FormValue[] | { readonly [key: string]: FormValue };

type Node = { text: string | null; readonly children: Map<string, Node> };

const node = (): Node => ({ text: null, children: new Map() });

const KEY = /^([^[\]]+)((?:\[[^[\]]*\])*)$/;

/** `lines[0][amount]` → `['lines', '0', 'amount']`; a name that is not bracketed properly stays whole. */
function keyPath(name: string): readonly string[] {
  const [, head, brackets] = KEY.exec(name) ?? [];
  if (head === undefined || brackets === undefined) return [name];
  return [head, ...Array.from(brackets.matchAll(/\[([^[\]]*)\]/g), ([, inner]) => inner ?? '')];
}

function insert(root: Node, path: readonly string[], text: string): void {
  let at = root;
  for (const segment of path) {
    // `a[]` appends: the position is whatever comes next.
    const key = segment === '' ? String(at.children.size) : segment;
    const next = at.children.get(key) ?? node();
    at.children.set(key, next);
    at = next;
  }
  at.text = text;
}

function read({ text, children }: Node): FormValue {
  if (children.size === 0) return text ?? '';
  const entries = [...children];
  const isList = entries.every(([key]) => /^\d+$/.test(key));
  if (!isList) return Object.fromEntries(entries.map(([key, child]) => [key, read(child)]));
  return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, child]) => read(child));
}

/** Decodes `application/x-www-form-urlencoded` text with indexed (`a[0]`) and plain (`a[]`) lists. */
export function parseForm(encoded: string): Readonly<Record<string, FormValue>> {
  const root = node();
  for (const [name, value] of new URLSearchParams(encoded)) insert(root, keyPath(name), value);
  return Object.fromEntries(Array.from(root.children, ([key, child]) => [key, read(child)]));
}
