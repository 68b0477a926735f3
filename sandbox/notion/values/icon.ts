import { z } from 'zod';
import type { Icon } from '../model.ts';

export const iconSchema = z
  .union([
    z.strictObject({ type: z.literal('emoji').optional(), emoji: z.string() }),
    z.strictObject({ type: z.literal('external').optional(), external: z.strictObject({ url: z.string().max(2000) }) }),
  ])
  .nullable();

/** An icon as reads show it. */
export function readIcon(icon: z.infer<typeof iconSchema>): Icon {
  if (icon === null) return null;
  return 'emoji' in icon ? { type: 'emoji', emoji: icon.emoji } : { type: 'external', external: icon.external };
}
