import { z } from 'zod';

/** A tree of field names; a name without branches stands for the whole field. */
export type FieldMask = ReadonlyMap<string, FieldMask>;
type Building = Map<string, Building>;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const camelCase = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

const TOKEN = /[A-Za-z_][A-Za-z0-9_]*|\*|[(),./]/y;

function tokensOf(text: string): string[] | undefined {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const trimmed = text.replaceAll(/\s/g, '');
  while (TOKEN.lastIndex < trimmed.length) {
    const token = TOKEN.exec(trimmed)?.[0];
    if (token === undefined) return undefined;
    tokens.push(token);
  }
  return tokens;
}

/** One name below `parent`. A name that already stands for its whole field stays so: `a,a.b` means `a`. */
function branch(parent: Building, name: string, whole: Set<Building>): Building {
  const node = parent.get(name) ?? new Map<string, Building>();
  if (whole.has(parent)) return new Map();
  parent.set(name, node);
  return node;
}

/**
 * Reads a mask: a comma list of paths, nested by `a.b`, `a/b` or `a(b,c)`, with `*` for everything.
 * @returns undefined when it is malformed or empty
 */
export function parseFieldMask(text: string): FieldMask | undefined {
  const tokens = tokensOf(text);
  if (tokens === undefined || tokens.length === 0) return undefined;
  const root: Building = new Map();
  const whole = new Set<Building>();
  let at = 0;

  const list = (parent: Building): boolean => {
    for (;;) {
      if (!path(parent)) return false;
      if (tokens[at] !== ',') return true;
      at += 1;
    }
  };
  const path = (parent: Building): boolean => {
    const name = tokens[at];
    if (name === undefined || !/^[A-Za-z_*]/.test(name)) return false;
    at += 1;
    const node = name === '*' ? parent : branch(parent, camelCase(name), whole);
    const next = tokens[at];
    if (next === '.' || next === '/') {
      at += 1;
      return path(node);
    }
    if (next === '(') {
      at += 1;
      if (!list(node) || tokens[at] !== ')') return false;
      at += 1;
      return true;
    }
    node.clear();
    whole.add(node);
    return true;
  };

  return list(root) && at === tokens.length ? root : undefined;
}

function unwrap(schema: unknown): unknown {
  if (schema instanceof z.ZodExactOptional) return unwrap(schema.unwrap());
  if (schema instanceof z.ZodArray) return unwrap(schema.element);
  return schema;
}

/** @returns the first path of the mask that the message does not have */
export function unknownPath(mask: FieldMask, schema: z.ZodType, at = ''): string | undefined {
  const message = unwrap(schema);
  for (const [name, below] of mask) {
    const path = at === '' ? name : `${at}.${name}`;
    if (!(message instanceof z.ZodObject)) return path;
    // A message that takes any name (the replies of a batch) is not looked into.
    if (message.def.catchall instanceof z.ZodUnknown) return undefined;
    const field = message.shape[name];
    if (!(field instanceof z.ZodType)) return path;
    const deeper = below.size > 0 ? unknownPath(below, field, path) : undefined;
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}

/** Keeps of an answer only what the mask names. Lists are looked through. */
export function project(value: unknown, mask: FieldMask): unknown {
  if (mask.size === 0) return value;
  if (Array.isArray(value)) return value.map((item) => project(item, mask));
  if (!isRecord(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const [name, below] of mask) {
    if (value[name] !== undefined) kept[name] = project(value[name], below);
  }
  return kept;
}

/** Takes the masked fields from `source` and all others from `target`; a masked field that `source` lacks is cleared. */
export function merge(target: unknown, source: unknown, mask: FieldMask): unknown {
  if (mask.size === 0) return source;
  const merged: Record<string, unknown> = isRecord(target) ? { ...target } : {};
  for (const [name, below] of mask) {
    const field = merge(merged[name], isRecord(source) ? source[name] : undefined, below);
    if (field === undefined) delete merged[name];
    else merged[name] = field;
  }
  return Object.keys(merged).length > 0 ? merged : undefined;
}

/** Whether the mask covers the field, wholly or in part. */
export const touches = (mask: FieldMask, field: string): boolean => mask.size === 0 || mask.has(field);
