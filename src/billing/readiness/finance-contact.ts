import type { Milestone, MilestoneFacts, Person } from '../facts.ts';

const ADDRESS = /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;".]{2,}$/;

/** Whether a text is one plain e-mail address. */
export const isAddress = (text: string): boolean => ADDRESS.test(text) && text.length <= 200;

/** R10. The client's billing address is there, can be an address, and is not one of ours. */
export function addressProblem(
  {
    milestone,
    project,
    client,
  }: Pick<MilestoneFacts, 'project' | 'client'> & { readonly milestone: Pick<Milestone, 'billingOwners'> },
  defaultBillingOwner: string | undefined,
): string | undefined {
  const address = client?.billingEmail?.trim() ?? '';
  if (address === '') return 'Add the finance contact: the "Billing email" of the client is empty';
  if (!isAddress(address)) return `"Billing email" of the client is not an address: ${address}`;
  const ours: readonly Person[] = [
    ...milestone.billingOwners,
    ...(project?.owners ?? []),
    ...(client?.accountOwners ?? []),
  ];
  const isOurs = [...ours.map(({ email }) => email), defaultBillingOwner].some(
    (own) => own?.toLowerCase() === address.toLowerCase(),
  );
  return isOurs ? `"Billing email" of the client is our own address: ${address}` : undefined;
}
