import { createHash } from 'node:crypto';
import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import { z } from 'zod';
import type { TabHead } from './tab.ts';

const KEY = 'milepost_review';

const Marker = z.object({ v: z.literal(1), asOf: z.number(), hash: z.string() });

/**
 * Which run wrote a tab last. A batch is carried out as a whole or not at all, so the marker, written in it, proves the
 * rest of it.
 */
export type Marker = z.infer<typeof Marker>;

export const markerFor = (asOf: number, content: unknown): Marker => ({
  v: 1,
  asOf,
  hash: createHash('sha256').update(JSON.stringify(content)).digest('base64url'),
});

const ownMetadata = ({ metadata }: TabHead) => metadata.find(({ metadataKey }) => metadataKey === KEY);

function parsed(value: string | null | undefined): unknown {
  try {
    return JSON.parse(value ?? '');
  } catch {
    return undefined; // somebody's script wrote over it: as good as none
  }
}

/** The run that wrote the tab last; undefined when none is known. */
export const markerOf = (tab: TabHead): Marker | undefined =>
  Marker.safeParse(parsed(ownMetadata(tab)?.metadataValue)).data;

/** @param tab as it stands; undefined while it does not exist */
export function setMarker(sheetId: number, tab: TabHead | undefined, marker: Marker): sheets_v4.Schema$Request {
  const metadataValue = JSON.stringify(marker);
  const metadataId = tab && ownMetadata(tab)?.metadataId;
  if (metadataId == null) {
    const developerMetadata = { metadataKey: KEY, metadataValue, visibility: 'DOCUMENT', location: { sheetId } };
    return { createDeveloperMetadata: { developerMetadata } };
  }
  return {
    updateDeveloperMetadata: {
      dataFilters: [{ developerMetadataLookup: { metadataId } }],
      developerMetadata: { metadataValue },
      fields: 'metadataValue',
    },
  };
}
