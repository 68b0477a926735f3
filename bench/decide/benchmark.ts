import { instantFromIso, instantFromMillis } from '../../src/billing/calendar.ts';
import { decide } from '../../src/billing/decide.ts';
import type { MilestoneFacts } from '../../src/billing/facts.ts';
import { aMilestone, anInvoice, aPolicy, aProject, theFacts } from '../../test/support/facts.ts';
import { type Benchmark, median } from '../figure.ts';

const ROUNDS = 7;
const DECISIONS = 40_000;
const PER_SECOND_MIN = 50_000;

/** What a hub meets all day: waiting, ready, blocked, open, part paid, paid, and a final invoice that takes a deposit off. */
const SITUATIONS: readonly MilestoneFacts[] = [
  theFacts({ milestone: aMilestone({ approval: 'Requested', decidedOn: null, decidedBy: [] }) }),
  theFacts(),
  theFacts({ milestone: aMilestone({ hasEvidence: false }) }),
  theFacts({ invoices: [anInvoice()] }),
  theFacts({ invoices: [anInvoice({ amountPaid: 100_000, amountRemaining: 300_000 })] }),
  theFacts({
    invoices: [
      anInvoice({
        status: 'paid',
        amountPaid: 400_000,
        amountRemaining: 0,
        paidAt: instantFromIso('2026-11-16T11:02:00Z'),
      }),
    ],
  }),
  theFacts({
    milestone: aMilestone({ trigger: 'Final handoff', handedOver: ['Files', 'Documentation', 'Access', 'Ownership'] }),
    project: aProject({ contractValue: 20_000 }),
    clientInvoices: [anInvoice({ id: 'in_0', milestoneId: 'deposit', trigger: 'Deposit', total: 100_000 })],
  }),
];

const FROM = instantFromIso('2026-11-03T14:20:00Z');
const policy = aPolicy();

/** Every decision gets facts and an instant of its own, as in the hub; nothing of an earlier one can be reused. */
function decideAll(): number {
  const startedAt = performance.now();
  for (let n = 0; n < DECISIONS; n += 1) {
    const facts = SITUATIONS[n % SITUATIONS.length];
    if (facts !== undefined) decide({ ...facts }, policy, instantFromMillis(FROM + n * 1_000));
  }
  return DECISIONS / ((performance.now() - startedAt) / 1000);
}

/** The same facts, written as text: a yardstick for how fast the machine is just now. */
function writeAll(): number {
  const startedAt = performance.now();
  for (let n = 0; n < DECISIONS; n += 1) JSON.stringify(SITUATIONS[n % SITUATIONS.length]);
  return DECISIONS / ((performance.now() - startedAt) / 1000);
}

export const decisions: Benchmark = {
  name: 'decide',
  about: 'decisions per second of the pure function on one core, beside writing the same facts as JSON',
  async run({ say }) {
    say(`${ROUNDS} rounds of ${DECISIONS} decisions`);
    decideAll(); // once for the compiler
    const perSecond: number[] = [];
    const ratios: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const decided = decideAll();
      perSecond.push(decided);
      ratios.push(decided / writeAll());
    }
    return [
      {
        name: 'Decisions on one core',
        value: median(perSecond),
        unit: 'per second',
        target: { atLeast: PER_SECOND_MIN },
        samples: perSecond,
      },
      { name: 'Decisions beside JSON.stringify of their facts', value: median(ratios), unit: 'times', samples: ratios },
    ];
  },
};
