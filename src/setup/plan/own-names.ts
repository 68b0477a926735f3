import type { PolicyChange } from '../files/policy-text.ts';
import type { Mapped } from './mapped.ts';

/** How a database of the team is read, in words. */
export function notesOf({ chosen: { database, source }, matches }: Mapped): readonly string[] {
  return matches.flatMap((match) => {
    if (match.kind !== 'found') return [];
    const renamed = Object.entries(match.options?.renamed ?? {}).map(([our, their]) => `"${their}" is ${our}`);
    const property =
      match.how === 'guessed' || renamed.length > 0
        ? [
            `${source.title}: "${match.property.name}" is ${match.name}${renamed.length === 0 ? '' : ` (${renamed.join(', ')})`}`,
          ]
        : [];
    const unknown = match.options?.unknown ?? [];
    const strange =
      unknown.length === 0
        ? []
        : [
            `${source.title}: ${unknown.map((one) => `"${one}"`).join(', ')} of "${match.property.name}" mean nothing to Milepost; rows with them are not billed. Say what they mean in notion.options.${database}.${match.name}, if anything.`,
          ];
    return [...property, ...strange];
  });
}

/** Names that differ from the usual ones, each at its place in the configuration. */
export function ownNamesOf({ chosen: { database }, matches }: Mapped): readonly PolicyChange[] {
  return matches.flatMap((match) => {
    if (match.kind === 'missing' && match.as !== match.name)
      return [{ path: ['notion', 'properties', database, match.name], value: match.as }];
    if (match.kind !== 'found') return [];
    const property =
      match.property.name === match.name
        ? []
        : [{ path: ['notion', 'properties', database, match.name], value: match.property.name }];
    const options = Object.entries(match.options?.renamed ?? {}).map(([our, their]) => ({
      path: ['notion', 'options', database, match.name, our],
      value: their,
    }));
    return [...property, ...options];
  });
}
