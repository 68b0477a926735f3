import type { z } from 'zod';
import { flag, int, message, one, oneOf, text } from './message.ts';
import { dimensionRange, gridRange } from './range.ts';

const locationType = oneOf('ROW', 'COLUMN', 'SHEET', 'SPREADSHEET');
const visibility = oneOf('DOCUMENT', 'PROJECT');

export const metadataLocation = message({
  locationType,
  spreadsheet: flag,
  sheetId: int,
  dimensionRange: one(dimensionRange),
});
export type MetadataLocation = z.infer<typeof metadataLocation>;

export const developerMetadata = message({
  metadataId: int,
  metadataKey: text,
  metadataValue: text,
  visibility,
  location: one(metadataLocation),
});
export type DeveloperMetadata = z.infer<typeof developerMetadata>;

export const dataFilter = message({
  developerMetadataLookup: one(
    message({
      locationType,
      metadataLocation: one(metadataLocation),
      locationMatchingStrategy: oneOf('EXACT_LOCATION', 'INTERSECTING_LOCATION'),
      metadataId: int,
      metadataKey: text,
      metadataValue: text,
      visibility,
    }),
  ),
  a1Range: text,
  gridRange: one(gridRange),
});
export type DataFilter = z.infer<typeof dataFilter>;
