import { invalid } from '../errors.ts';
import type { DataFilter, DeveloperMetadata, MetadataLocation } from '../schema/metadata.ts';
import { boundsOf } from './grid.ts';
import { tabOfGrid } from './tabs.ts';
import type { Workbook } from './workbook.ts';

type Lookup = NonNullable<DataFilter['developerMetadataLookup']>;

/** The location with its type filled in, which the service derives from what is set. */
export function resolvedLocation(workbook: Workbook, location: MetadataLocation | undefined): MetadataLocation {
  if (location?.dimensionRange) {
    const { sheetId = 0, dimension, startIndex = 0, endIndex = 0 } = location.dimensionRange;
    const tab = tabOfGrid(workbook, sheetId);
    if (!dimension || endIndex - startIndex !== 1)
      throw invalid('Developer metadata can only be attached to exactly one row or column.');
    boundsOf(tab, dimension === 'ROWS' ? { startRowIndex: startIndex } : { startColumnIndex: startIndex });
    return {
      locationType: dimension === 'ROWS' ? 'ROW' : 'COLUMN',
      dimensionRange: { sheetId, dimension, startIndex, endIndex },
    };
  }
  if (location?.sheetId !== undefined) {
    tabOfGrid(workbook, location.sheetId);
    return { locationType: 'SHEET', sheetId: location.sheetId };
  }
  if (location?.spreadsheet) return { locationType: 'SPREADSHEET', spreadsheet: true };
  throw invalid('Developer metadata needs a location: the spreadsheet, a sheet, a row or a column.');
}

const sheetOf = (location: MetadataLocation | undefined): number | undefined =>
  location?.dimensionRange?.sheetId ?? location?.sheetId;

function sameLocation(one: MetadataLocation, other: MetadataLocation): boolean {
  const [a, b] = [one.dimensionRange, other.dimensionRange];
  return (
    one.spreadsheet === other.spreadsheet &&
    one.sheetId === other.sheetId &&
    a?.sheetId === b?.sheetId &&
    a?.dimension === b?.dimension &&
    a?.startIndex === b?.startIndex
  );
}

/** Whether `wanted` is the location itself or (intersecting, the default) something that holds it. */
function locationMatches(workbook: Workbook, lookup: Lookup, location: MetadataLocation | undefined): boolean {
  if (!lookup.metadataLocation) return true;
  const wanted = resolvedLocation(workbook, lookup.metadataLocation);
  if (location && sameLocation(wanted, location)) return true;
  if (lookup.locationMatchingStrategy === 'EXACT_LOCATION') return false;
  return wanted.spreadsheet === true || (wanted.sheetId !== undefined && wanted.sheetId === sheetOf(location));
}

function lookupMatches(workbook: Workbook, lookup: Lookup, metadata: DeveloperMetadata): boolean {
  const same = <T>(wanted: T | undefined, actual: T | undefined): boolean => wanted === undefined || wanted === actual;
  return (
    same(lookup.metadataId, metadata.metadataId) &&
    same(lookup.metadataKey, metadata.metadataKey) &&
    same(lookup.metadataValue, metadata.metadataValue) &&
    same(lookup.visibility, metadata.visibility) &&
    same(lookup.locationType, metadata.location?.locationType) &&
    locationMatches(workbook, lookup, metadata.location)
  );
}

/** Whether a data filter selects this metadata. A filter by range selects what is attached to those rows or columns. */
export function filterMatches(workbook: Workbook, filter: DataFilter, metadata: DeveloperMetadata): boolean {
  if (filter.developerMetadataLookup) return lookupMatches(workbook, filter.developerMetadataLookup, metadata);
  throw invalid('The sandbox selects developer metadata by developerMetadataLookup only.');
}
