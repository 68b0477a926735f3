import { z } from 'zod';
import { Policy } from './policy.ts';

/** The JSON Schema of `milepost.config.yaml`, with which editors complete and check the file. */
export function policyJsonSchema(): z.core.JSONSchema.BaseSchema {
  return { title: 'milepost.config.yaml', ...z.toJSONSchema(Policy, { io: 'input' }) };
}
