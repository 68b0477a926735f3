import { invalid, notInSandbox } from '../errors.ts';
import { merge } from '../field-mask.ts';
import {
  chartSpec,
  type EmbeddedChart,
  embeddedChart,
  embeddedObjectPosition,
  type OverlayPosition,
  overlayPosition,
} from '../schema/chart.ts';
import { int, message, one, text } from '../schema/message.ts';
import { parseMessage } from '../schema/parse.ts';
import { boundsOf } from '../workbook/grid.ts';
import { tabOfGrid, withTab } from '../workbook/tabs.ts';
import { freeId, type Tab, type Workbook } from '../workbook/workbook.ts';
import { checkSpec } from './chart-spec.ts';
import { checkFree, request, requestWithReply, required, requiredMask } from './request.ts';

const DEFAULT_SIZE = { widthPixels: 600, heightPixels: 371 };

const chartIds = (workbook: Workbook) => workbook.tabs.flatMap(({ charts }) => charts.map(({ chartId }) => chartId));

function tabWithChart(workbook: Workbook, id: number | undefined): Tab {
  const tab = workbook.tabs.find(({ charts }) => charts.some(({ chartId }) => chartId === id));
  if (!tab) throw invalid(`No chart with id: ${id ?? 0}`);
  return tab;
}

const changeChart = (tab: Tab, id: number | undefined, change: (chart: EmbeddedChart) => EmbeddedChart): Tab => ({
  ...tab,
  charts: tab.charts.map((chart) => (chart.chartId === id ? change(chart) : chart)),
});

/** A chart hangs on a cell that is there. */
function checkPlace(tab: Tab, { anchorCell = {}, widthPixels = 1, heightPixels = 1 }: OverlayPosition): void {
  boundsOf(tab, { startRowIndex: anchorCell.rowIndex ?? 0, startColumnIndex: anchorCell.columnIndex ?? 0 });
  if (widthPixels < 1 || heightPixels < 1) throw invalid('A chart must have a positive width and height.');
}

export const addChart = requestWithReply(message({ chart: one(embeddedChart) }), (workbook, body) => {
  const given = required(body.chart, 'chart');
  const id = given.chartId ?? freeId(chartIds(workbook));
  checkFree(id, chartIds(workbook), 'Chart');
  checkSpec(workbook, required(given.spec, 'chart.spec'));
  if (given.position?.newSheet || given.position?.sheetId !== undefined)
    throw notInSandbox('charts on a sheet of their own');
  const overlay = required(given.position?.overlayPosition, 'chart.position.overlayPosition');
  const tab = tabOfGrid(workbook, overlay.anchorCell?.sheetId);
  checkPlace(tab, overlay);
  const chart = { ...given, chartId: id, position: { overlayPosition: { ...DEFAULT_SIZE, ...overlay } } };
  return { workbook: withTab(workbook, { ...tab, charts: [...tab.charts, chart] }), reply: { addChart: { chart } } };
});

export const updateChartSpec = request(
  message({ chartId: int, spec: one(chartSpec) }),
  (workbook, { chartId, spec }) => {
    const given = required(spec, 'spec');
    checkSpec(workbook, given);
    return withTab(
      workbook,
      changeChart(tabWithChart(workbook, chartId), chartId, (chart) => ({ ...chart, spec: given })),
    );
  },
);

export const updateEmbeddedObjectPosition = requestWithReply(
  message({ objectId: int, newPosition: one(embeddedObjectPosition), fields: text }),
  (workbook, { objectId, newPosition, fields }) => {
    const mask = requiredMask(fields, overlayPosition);
    const tab = tabWithChart(workbook, objectId);
    const before = tab.charts.find(({ chartId }) => chartId === objectId)?.position?.overlayPosition;
    const overlay = parseMessage(overlayPosition, merge(before, newPosition?.overlayPosition, mask) ?? {});
    const target = tabOfGrid(workbook, overlay.anchorCell?.sheetId);
    if (target !== tab) throw invalid('A chart can only be moved within its sheet.');
    checkPlace(tab, overlay);
    const position = { overlayPosition: { ...DEFAULT_SIZE, ...overlay } };
    return {
      workbook: withTab(
        workbook,
        changeChart(tab, objectId, (chart) => ({ ...chart, position })),
      ),
      reply: { updateEmbeddedObjectPosition: { position } },
    };
  },
);

export const deleteEmbeddedObject = request(message({ objectId: int }), (workbook, { objectId }) => {
  const tab = tabWithChart(workbook, objectId);
  return withTab(workbook, { ...tab, charts: tab.charts.filter(({ chartId }) => chartId !== objectId) });
});
