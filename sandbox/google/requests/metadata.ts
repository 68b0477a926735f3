import { invalid } from '../errors.ts';
import { merge } from '../field-mask.ts';
import { many, message, one, text } from '../schema/message.ts';
import { type DataFilter, type DeveloperMetadata, dataFilter, developerMetadata } from '../schema/metadata.ts';
import { parseMessage } from '../schema/parse.ts';
import { filterMatches, resolvedLocation } from '../workbook/metadata.ts';
import { freeId, type Workbook } from '../workbook/workbook.ts';
import { checkFree, requestWithReply, required, requiredMask } from './request.ts';

/** The service limits what can be kept per location; its documentation names the total of keys and values. */
const CHARACTERS_PER_LOCATION = 30_000;

const placeOf = ({ location }: DeveloperMetadata): string =>
  location?.spreadsheet === true ? 'spreadsheet' : `sheet ${location?.sheetId ?? location?.dimensionRange?.sheetId}`;

function checkSize(workbook: Workbook): void {
  const sizes = new Map<string, number>();
  for (const metadata of workbook.metadata) {
    const size = (metadata.metadataKey ?? '').length + (metadata.metadataValue ?? '').length;
    const place = placeOf(metadata);
    sizes.set(place, (sizes.get(place) ?? 0) + size);
  }
  for (const [place, size] of sizes)
    if (size > CHARACTERS_PER_LOCATION)
      throw invalid(`Developer metadata of the ${place} exceeds ${CHARACTERS_PER_LOCATION} characters.`);
}

function checked(workbook: Workbook, metadata: DeveloperMetadata): DeveloperMetadata {
  required(metadata.metadataKey || undefined, 'developerMetadata.metadataKey');
  required(metadata.visibility, 'developerMetadata.visibility');
  return { ...metadata, location: resolvedLocation(workbook, metadata.location) };
}

export const createDeveloperMetadata = requestWithReply(
  message({ developerMetadata: one(developerMetadata) }),
  (workbook, body) => {
    const given = required(body.developerMetadata, 'developerMetadata');
    const ids = workbook.metadata.map(({ metadataId }) => metadataId);
    const id = given.metadataId ?? freeId(ids);
    checkFree(id, ids, 'Developer metadata');
    const metadata = { ...checked(workbook, given), metadataId: id };
    const changed = { ...workbook, metadata: [...workbook.metadata, metadata] };
    checkSize(changed);
    return { workbook: changed, reply: { createDeveloperMetadata: { developerMetadata: metadata } } };
  },
);

const selects =
  (workbook: Workbook, filters: readonly DataFilter[]) =>
  (metadata: DeveloperMetadata): boolean =>
    filters.some((filter) => filterMatches(workbook, filter, metadata));

export const updateDeveloperMetadata = requestWithReply(
  message({ dataFilters: many(dataFilter), developerMetadata: one(developerMetadata), fields: text }),
  (workbook, { dataFilters = [], developerMetadata: given, fields }) => {
    const mask = requiredMask(fields, developerMetadata);
    if (dataFilters.length === 0) throw invalid('At least one data filter must be specified.');
    const selected = selects(workbook, dataFilters);
    const touched: DeveloperMetadata[] = [];
    const metadata = workbook.metadata.map((before) => {
      if (!selected(before)) return before;
      const after = checked(workbook, parseMessage(developerMetadata, merge(before, given, mask)));
      const kept = { ...after, metadataId: before.metadataId ?? 0 };
      touched.push(kept);
      return kept;
    });
    const changed = { ...workbook, metadata };
    checkSize(changed);
    return { workbook: changed, reply: { updateDeveloperMetadata: { developerMetadata: touched } } };
  },
);

export const deleteDeveloperMetadata = requestWithReply(
  message({ dataFilter: one(dataFilter) }),
  (workbook, { dataFilter: filter }) => {
    const selected = selects(workbook, [required(filter, 'dataFilter')]);
    const deleted = workbook.metadata.filter(selected);
    const metadata = workbook.metadata.filter((item) => !deleted.includes(item));
    return {
      workbook: { ...workbook, metadata },
      reply: { deleteDeveloperMetadata: { deletedDeveloperMetadata: deleted } },
    };
  },
);

/** The answer of `developerMetadata.search`: what each filter found, every piece once. */
export function searchMetadata(workbook: Workbook, filters: readonly DataFilter[]) {
  if (filters.length === 0) throw invalid('At least one data filter must be specified.');
  return workbook.metadata.flatMap((metadata) => {
    const dataFilters = filters.filter((filter) => filterMatches(workbook, filter, metadata));
    return dataFilters.length > 0 ? [{ developerMetadata: metadata, dataFilters }] : [];
  });
}
