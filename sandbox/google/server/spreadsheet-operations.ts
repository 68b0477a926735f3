import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import { z } from 'zod';
import { ApiError, notFound, notInSandbox } from '../errors.ts';
import { applyBatch } from '../requests/batch.ts';
import { searchMetadata } from '../requests/metadata.ts';
import { flag, int, many, message, one, text, texts } from '../schema/message.ts';
import { dataFilter, developerMetadata } from '../schema/metadata.ts';
import { parseMessage } from '../schema/parse.ts';
import { spreadsheet } from '../schema/spreadsheet.ts';
import type { Call, Operation } from './operation.ts';
import { readSpreadsheet } from './read-spreadsheet.ts';

const ID = '([^/:]+)';

export const idOf = ({ captures }: Call): string => captures[0] ?? '';

const get: Operation = {
  name: 'GetSpreadsheet',
  method: 'GET',
  pattern: new RegExp(`^/v4/spreadsheets/${ID}$`),
  quota: 'read',
  scope: 'read',
  query: ['ranges', 'includeGridData', 'excludeTablesInBandedRanges', 'commentsViewMode'],
  answers: spreadsheet,
  run: (call) =>
    readSpreadsheet(call.drive.open(idOf(call), call.actor, 'read'), {
      ranges: call.query.getAll('ranges'),
      includeGridData: call.query.get('includeGridData') === 'true',
      mask: call.mask,
      actor: call.actor,
    }),
};

const create: Operation = {
  name: 'CreateSpreadsheet',
  method: 'POST',
  pattern: /^\/v4\/spreadsheets$/,
  quota: 'write',
  scope: 'write',
  query: [],
  answers: spreadsheet,
  run: () => {
    // A service account cannot own files; the owner creates the spreadsheet and shares it.
    const text = "The user's Drive storage quota has been exceeded.";
    throw new ApiError(403, 'PERMISSION_DENIED', text, [
      { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'storageQuotaExceeded', domain: 'usageLimits' },
    ]);
  },
};

const batchBody = message({
  requests: z.array(z.unknown()).exactOptional(),
  includeSpreadsheetInResponse: flag,
  responseRanges: texts,
  responseIncludeGridData: flag,
});

const batchUpdate: Operation = {
  name: 'BatchUpdateSpreadsheet',
  method: 'POST',
  pattern: new RegExp(`^/v4/spreadsheets/${ID}:batchUpdate$`),
  quota: 'write',
  scope: 'write',
  query: [],
  // Replies hold one of many kinds of answer; their inner names are not checked.
  answers: z.object({
    spreadsheetId: text,
    replies: z.array(z.looseObject({})),
    updatedSpreadsheet: one(spreadsheet),
  }),
  run: (call) => {
    const before = call.drive.open(idOf(call), call.actor, 'write');
    const body = parseMessage(batchBody, call.body);
    const { workbook, replies } = applyBatch(before, body.requests ?? [], call.actor);
    const updatedSpreadsheet = body.includeSpreadsheetInResponse
      ? readSpreadsheet(workbook, {
          ranges: body.responseRanges ?? [],
          includeGridData: body.responseIncludeGridData ?? false,
          mask: call.mask.get('updatedSpreadsheet') ?? new Map(),
          actor: call.actor,
        })
      : undefined;
    call.drive.put(workbook);
    return {
      spreadsheetId: workbook.spreadsheetId,
      replies,
      ...(updatedSpreadsheet ? { updatedSpreadsheet } : {}),
    } satisfies sheets_v4.Schema$BatchUpdateSpreadsheetResponse;
  },
};

const matched = message({ developerMetadata: one(developerMetadata), dataFilters: many(dataFilter) });

const searchDeveloperMetadata: Operation = {
  name: 'SearchDeveloperMetadata',
  method: 'POST',
  pattern: new RegExp(`^/v4/spreadsheets/${ID}/developerMetadata:search$`),
  quota: 'read',
  // The service wants a scope that can write, although nothing is written.
  scope: 'write',
  query: [],
  answers: message({ matchedDeveloperMetadata: many(matched) }),
  run: (call) => {
    const workbook = call.drive.open(idOf(call), call.actor, 'read');
    const { dataFilters = [] } = parseMessage(message({ dataFilters: many(dataFilter) }), call.body);
    const found = searchMetadata(workbook, dataFilters);
    return (
      found.length > 0 ? { matchedDeveloperMetadata: found } : {}
    ) satisfies sheets_v4.Schema$SearchDeveloperMetadataResponse;
  },
};

const getDeveloperMetadata: Operation = {
  name: 'GetDeveloperMetadata',
  method: 'GET',
  pattern: new RegExp(`^/v4/spreadsheets/${ID}/developerMetadata/(\\d+)$`),
  quota: 'read',
  scope: 'write',
  query: [],
  answers: developerMetadata,
  run: (call) => {
    const workbook = call.drive.open(idOf(call), call.actor, 'read');
    const id = parseMessage(int, Number(call.captures[1]), 'metadataId');
    const metadata = workbook.metadata.find(({ metadataId }) => metadataId === id);
    if (!metadata) throw notFound();
    return metadata satisfies sheets_v4.Schema$DeveloperMetadata;
  },
};

const copyTo: Operation = {
  name: 'CopySheetTo',
  method: 'POST',
  pattern: new RegExp(`^/v4/spreadsheets/${ID}/sheets/(\\d+):copyTo$`),
  quota: 'write',
  scope: 'write',
  query: [],
  answers: z.object({}),
  run: () => {
    throw notInSandbox('spreadsheets.sheets.copyTo');
  },
};

export const spreadsheetOperations: readonly Operation[] = [
  get,
  create,
  batchUpdate,
  searchDeveloperMetadata,
  getDeveloperMetadata,
  copyTo,
];
