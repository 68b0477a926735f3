import { mergeCells, setDataValidation, updateBorders } from './appearance.ts';
import { addBanding, deleteBanding, updateBanding } from './banding.ts';
import { appendCells, repeatCell, updateCells } from './cells.ts';
import { addChart, deleteEmbeddedObject, updateChartSpec, updateEmbeddedObjectPosition } from './charts.ts';
import { addConditionalFormatRule, deleteConditionalFormatRule } from './conditional-formats.ts';
import {
  appendDimension,
  autoResizeDimensions,
  deleteDimension,
  insertDimension,
  updateDimensionProperties,
} from './dimensions.ts';
import { addFilterView, clearBasicFilter, deleteFilterView, setBasicFilter, updateFilterView } from './filters.ts';
import { createDeveloperMetadata, deleteDeveloperMetadata, updateDeveloperMetadata } from './metadata.ts';
import { addNamedRange, updateNamedRange } from './named-ranges.ts';
import { addProtectedRange, deleteProtectedRange, updateProtectedRange } from './protection.ts';
import type { RequestKind } from './request.ts';
import { addSheet, deleteSheet, duplicateSheet, updateSheetProperties } from './sheets.ts';
import { updateSpreadsheetProperties } from './spreadsheet-properties.ts';

/** The kinds of request that the sandbox carries out. */
export const requestKinds: Readonly<Record<string, RequestKind>> = {
  addBanding,
  addChart,
  addConditionalFormatRule,
  addFilterView,
  addNamedRange,
  addProtectedRange,
  addSheet,
  appendCells,
  appendDimension,
  autoResizeDimensions,
  clearBasicFilter,
  createDeveloperMetadata,
  deleteBanding,
  deleteConditionalFormatRule,
  deleteDeveloperMetadata,
  deleteDimension,
  deleteEmbeddedObject,
  deleteFilterView,
  deleteProtectedRange,
  deleteSheet,
  duplicateSheet,
  insertDimension,
  mergeCells,
  repeatCell,
  setBasicFilter,
  setDataValidation,
  updateBanding,
  updateBorders,
  updateCells,
  updateChartSpec,
  updateDeveloperMetadata,
  updateDimensionProperties,
  updateEmbeddedObjectPosition,
  updateFilterView,
  updateNamedRange,
  updateProtectedRange,
  updateSheetProperties,
  updateSpreadsheetProperties,
};

/** Kinds that the real service has and the sandbox does not; anything else is a spelling mistake. */
export const otherKinds: ReadonlySet<string> = new Set([
  'addCommentReply',
  'addDataSource',
  'addDimensionGroup',
  'addSlicer',
  'addTable',
  'autoFill',
  'cancelDataSourceRefresh',
  'copyPaste',
  'cutPaste',
  'deleteComment',
  'deleteCommentReply',
  'deleteDataSource',
  'deleteDimensionGroup',
  'deleteDuplicates',
  'deleteNamedRange',
  'deleteRange',
  'deleteTable',
  'duplicateFilterView',
  'findReplace',
  'insertComment',
  'insertRange',
  'moveDimension',
  'pasteData',
  'randomizeRange',
  'refreshDataSource',
  'sortRange',
  'textToColumns',
  'trimWhitespace',
  'unmergeCells',
  'updateCommentPost',
  'updateConditionalFormatRule',
  'updateDataSource',
  'updateDimensionGroup',
  'updateEmbeddedObjectBorder',
  'updateSlicerSpec',
  'updateTable',
]);
