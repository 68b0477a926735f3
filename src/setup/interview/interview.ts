import { serviceUrl } from '../../config/addresses.ts';
import type { SetupConfig } from '../../config/config.ts';
import type { SetupFacts } from '../facts.ts';
import type { Answers } from '../plan/answers.ts';
import type { FileFacts } from '../plan/plan.ts';
import type { Asker } from './asker.ts';
import { askPolicy } from './policy-questions.ts';

type Given = {
  readonly asker: Asker;
  readonly facts: SetupFacts;
  readonly config: SetupConfig;
  readonly files: FileFacts;
};

const addressProblem = (answer: string): string | undefined => {
  if (answer === '') return undefined;
  const parsed = serviceUrl.safeParse(answer);
  return parsed.success ? undefined : parsed.error.issues[0]?.message;
};

/** The zone of the sheet's owner, where that is not everybody's; else that of this machine. */
function likelyZone({ google }: SetupFacts): string | undefined {
  const zone = google.kind === 'shared' ? google.sheet.timeZone : '';
  const known = [zone, Intl.DateTimeFormat().resolvedOptions().timeZone];
  return known.find((one) => one !== '' && !/^(Etc\/)?(UTC|GMT)$/.test(one));
}

/** What is asked once the services have been looked at: where the hub is reached, and how the business bills. */
export async function askRest(answers: Answers, { asker, facts, config, files }: Given): Promise<Answers> {
  const variables = { ...answers.variables };
  if (config.http.publicUrl === undefined) {
    const address = await asker.text({
      message: 'Under which address do Stripe and Notion reach the hub? (PUBLIC_URL)',
      hint: 'Such as https://billing.example.com. Empty: not known yet; the sweep finds every change without webhooks.',
      initial: '',
      problem: addressProblem,
    });
    if (address !== '') variables.PUBLIC_URL = address;
  }
  const isWanted =
    !files.hasPolicy || (await asker.confirm('Go through the questions about how you bill once more?', false));
  const zone = likelyZone(facts);
  const policy = isWanted
    ? await askPolicy(config.policy, asker, zone === undefined ? {} : { timeZone: zone })
    : undefined;
  return { ...answers, variables, policy };
}
