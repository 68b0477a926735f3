import type { Labels, Template, TextName } from './texts.ts';

const SIGNED = `
Kind regards,
{{sender}}
{{business}}
`;

const COURTESY = `
{{greeting}},

A short note so that nothing comes as a surprise: {{invoices:this invoice is|these invoices are}} due {{invoices:on {{due}}|soon, the first on {{due}}}}.

{{invoices}}

If {{invoices:it is|they are}} on the way already, there is nothing to do. If anything is missing for {{invoices:it|them}} to be paid, {{sender}} reads and answers your reply.
${SIGNED}`;

const LIGHT = `
{{greeting}},

{{invoices:This invoice was due on {{due}}. Is it in process on your side?|These invoices have reached their due dates. Are they in process on your side?}}

{{invoices}}

You had planned payment for {{promise}}. Has anything changed?

If so, a short reply is all we need. If something is missing or unclear, please say what: {{sender}} reads and answers your reply.

{{others}}
${SIGNED}`;

const FIRM = `
{{greeting}},

{{invoices:This invoice was due on {{due}} and is {{daysOverdue}} {{daysOverdue:day|days}} overdue.|These invoices are overdue, the oldest of them by {{daysOverdue}} {{daysOverdue:day|days}}.}}

{{invoices}}

You had planned payment for {{promise}}, and it has not reached us yet.

What is holding {{invoices:it|them}} up?
- Is there an obstacle that we can help to remove?
- Is a purchase order number or another reference missing?
- Did the {{invoices:invoice|invoices}} not reach you? The {{invoices:link|links}} above will open {{invoices:it|them}}.

Please reply with the date on which we can expect payment. {{sender}} reads your answer.

{{others}}
${SIGNED}`;

const FORMAL = `
{{greeting}},

This is a formal notice about {{invoices:the invoice|the invoices}} below.

{{invoices}}

We wrote to you about {{invoices:it|them}} on {{earlier}}.

You had planned payment for {{promise}}, and it has not reached us.

Our agreement says, in its own words:

{{clause}}

Please pay the remaining {{sum}} by {{payBy}}, so that we need not make use of this clause.

Your contact for this is {{sender}}: please reply to this message.

{{others}}
${SIGNED}`;

const FAILURE = `
{{greeting}},

Your payment for {{invoices:this invoice|these invoices}} did not go through. {{invoices:The same link works|The same links work}} for another try.

{{invoices}}

If you would rather pay in another way, simply reply to this message: {{sender}} will help.

{{others}}
${SIGNED}`;

const THANKS = `
{{greeting}},

Thank you: your payment has arrived, and nothing remains to be paid on {{invoices:this invoice|these invoices}}.

{{invoices}}
${SIGNED}`;

/** The texts that are shipped; the same kind of template as a team's own. */
export const ENGLISH: Readonly<Record<TextName, Template>> = {
  courtesy: { subject: '{{invoices:Invoice {{numbers}} is|{{count}} invoices are}} due soon', text: COURTESY },
  light: { subject: '{{invoices:Invoice {{numbers}}: is it|{{count}} invoices: are they}} in process?', text: LIGHT },
  firm: {
    subject: '{{invoices:Invoice {{numbers}}: what is holding it up|{{count}} invoices: what is holding them up}}?',
    text: FIRM,
  },
  formal: { subject: 'Formal notice about {{invoices:invoice {{numbers}}|{{count}} invoices}}', text: FORMAL },
  failure: {
    subject: 'Your payment for {{invoices:invoice {{numbers}}|{{count}} invoices}} did not go through',
    text: FAILURE,
  },
  thanks: { subject: 'Thank you: {{invoices:invoice {{numbers}} is|{{count}} invoices are}} paid', text: THANKS },
};

export const ENGLISH_LABELS: Labels = {
  greeting: 'Hello',
  invoice: 'Invoice',
  for: 'For',
  po: 'PO',
  due: 'Due',
  daysOverdue: 'Days overdue',
  remaining: 'Remaining',
  sum: 'Sum',
  pay: 'Pay',
  view: 'View',
  pdf: 'PDF',
  others: 'Also open',
};
