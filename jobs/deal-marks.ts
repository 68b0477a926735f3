import { z } from 'zod';
import type { Memory } from './ports.ts';

/**
 * What is noted while a deal's project is being made. All of it may be lost: then the deal's own page, and the pages of what was
 * made, say how far it has come.
 */
const Mark = z.object({
  /** Nothing of it was made before this instant. */
  since: z.number(),
  /** When something was last asked for whose outcome is not known. */
  asked: z.number().optional(),
  project: z.string().optional(),
  /** Parts of the payment plan that have got their milestone. */
  parts: z.array(z.number()).default([]),
  /** All of it was made, and that stands on the deal's page. */
  done: z.boolean().default(false),
});
export type ProjectMark = z.infer<typeof Mark>;

const PROJECT = 'deal project';
const LINKED = 'deal linked';
const PROPOSAL = 'deal proposal';

type Remembers = { readonly memory: Memory };

export async function projectMark({ memory }: Remembers, dealId: string): Promise<ProjectMark | undefined> {
  const text = await memory.fingerprint(PROJECT, dealId);
  return text === undefined ? undefined : Mark.safeParse(JSON.parse(text)).data;
}

export const noteProjectMark = ({ memory }: Remembers, dealId: string, mark: ProjectMark): Promise<void> =>
  memory.rememberFingerprint(PROJECT, dealId, JSON.stringify(mark));

/** The project that a person has linked to a deal, and that nobody has to ask about again. */
export const linkedProject = ({ memory }: Remembers, dealId: string): Promise<string | undefined> =>
  memory.fingerprint(LINKED, dealId);

export const noteLinkedProject = ({ memory }: Remembers, dealId: string, projectId: string): Promise<void> =>
  memory.rememberFingerprint(LINKED, dealId, projectId);

/** `asked`: perhaps there is a page; `page`: there is one; `linked`: it was linked, so that all else is the team's. */
export type ProposalMark =
  | { readonly kind: 'asked'; readonly at: number }
  | { readonly kind: 'page'; readonly id: string }
  | { readonly kind: 'linked' };

export async function proposalMark({ memory }: Remembers, dealId: string): Promise<ProposalMark | undefined> {
  const [kind, rest = ''] = (await memory.fingerprint(PROPOSAL, dealId))?.split(' ') ?? [];
  if (kind === 'asked') return { kind, at: Number(rest) };
  if (kind === 'page') return { kind, id: rest };
  return kind === 'linked' ? { kind } : undefined;
}

export async function noteProposalMark({ memory }: Remembers, dealId: string, mark: ProposalMark): Promise<void> {
  const rest = mark.kind === 'asked' ? ` ${mark.at}` : mark.kind === 'page' ? ` ${mark.id}` : '';
  await memory.rememberFingerprint(PROPOSAL, dealId, `${mark.kind}${rest}`);
}
