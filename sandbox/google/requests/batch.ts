import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import { z } from 'zod';
import { ApiError, badRequest, invalid, notInSandbox } from '../errors.ts';
import { parseMessage } from '../schema/parse.ts';
import type { Workbook } from '../workbook/workbook.ts';
import { otherKinds, requestKinds } from './kinds.ts';
import type { Actor, Step } from './request.ts';

type NamedStep = { readonly kind: string; readonly step: Step };

/** Reads one entry of `requests`, which must have exactly one known name. */
function readRequest(json: unknown, index: number): NamedStep {
  const path = `requests[${index}]`;
  const entries = Object.entries(parseMessage(z.record(z.string(), z.unknown()), json, path));
  for (const [name] of entries) {
    if (name in requestKinds) continue;
    if (otherKinds.has(name)) throw notInSandbox(`the request ${name}`);
    const description = `Invalid JSON payload received. Unknown name "${name}" at '${path}': Cannot find field.`;
    throw badRequest([{ field: path, description }]);
  }
  const [entry, second] = entries;
  const kind = entry && requestKinds[entry[0]];
  if (!entry || !kind || second) throw invalid(`Invalid ${path}: exactly one kind of request must be set.`);
  return { kind: entry[0], step: kind.read(entry[1], `${path}.${entry[0]}`) };
}

function runStep(workbook: Workbook, { kind, step }: NamedStep, index: number, actor: Actor) {
  try {
    return step(workbook, actor);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 400) throw error;
    throw new ApiError(error.code, error.status, `Invalid requests[${index}].${kind}: ${error.message}`, error.details);
  }
}

export type BatchResult = { readonly workbook: Workbook; readonly replies: sheets_v4.Schema$Response[] };

/**
 * Carries out the requests of a batch in order, each on the result of the one before. The workbook that goes in is not
 * changed, so that a refusal anywhere leaves everything as it was.
 */
export function applyBatch(workbook: Workbook, requests: readonly unknown[], actor: Actor): BatchResult {
  if (requests.length === 0) throw invalid('Must specify at least one request.');
  // The form of the whole body is checked first: a spelling mistake at the end is found before anything is done.
  const steps = requests.map(readRequest);
  let current = workbook;
  const replies = steps.map((step, index) => {
    const outcome = runStep(current, step, index, actor);
    current = outcome.workbook;
    return outcome.reply ?? {};
  });
  return { workbook: current, replies };
}
