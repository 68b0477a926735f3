import type { DatabaseName } from '../../../connectors/notion/names.ts';

type Synonyms = {
  readonly titles: readonly string[];
  readonly properties: Readonly<Record<string, readonly string[]>>;
  readonly options: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
};

/** What teams call these things elsewhere, in English and in German. A guess is shown before it counts. */
export const SYNONYMS: Readonly<Record<DatabaseName, Synonyms>> = {
  milestones: {
    titles: ['Deliverables', 'Phases', 'Payment schedule', 'Billing items', 'Meilensteine', 'Leistungen'],
    properties: {
      Project: ['Job', 'Engagement', 'Projekt', 'Auftrag'],
      Order: ['Position', 'Sequence', 'No', 'Reihenfolge', 'Nr'],
      Trigger: ['Billing trigger', 'Billed by', 'Billing event', 'Anlass', 'Auslöser'],
      Amount: ['Fee', 'Price', 'Sum', 'Value', 'Betrag', 'Summe', 'Honorar'],
      Currency: ['Währung'],
      'Planned date': ['Target date', 'Expected date', 'Billing date', 'Geplant am', 'Plandatum'],
      Delivery: ['Delivery status', 'Work status', 'Progress', 'Lieferung', 'Stand'],
      Deliverable: ['Deliverable link', 'Link', 'Ergebnis'],
      Evidence: ['Attachments', 'Files', 'Proof of delivery', 'Nachweis', 'Anhänge'],
      'Handed over': ['Handover', 'Handoff', 'Übergabe', 'Übergeben'],
      Approval: ['Approval status', 'Client approval', 'Sign-off', 'Freigabe', 'Abnahme'],
      'Approved amount': ['Amount approved', 'Freigegebener Betrag'],
      'Approval owner': ['Approver', 'Signs off', 'Freigabe durch'],
      'Decided by': ['Approved by', 'Decision by', 'Entschieden von'],
      'Decided on': ['Approved on', 'Decision date', 'Approval date', 'Entschieden am', 'Freigabedatum'],
      'Decision channel': ['Approved via', 'Channel', 'Kanal'],
      'Decision proof': ['Approval link', 'Proof', 'Beleg'],
      'Billing owner': ['Invoice owner', 'Responsible', 'Zuständig'],
    },
    options: {
      Trigger: {
        Deposit: ['Down payment', 'Advance', 'Upfront', 'Anzahlung'],
        'Milestone approval': ['Approval', 'On approval', 'Milestone', 'Freigabe', 'Abnahme'],
        'Final handoff': ['Handoff', 'Handover', 'Final delivery', 'Completion', 'Übergabe', 'Endabnahme'],
        'Retainer renewal': ['Retainer', 'Monthly', 'Subscription', 'Renewal', 'Pauschale'],
      },
      Delivery: {
        Planned: ['Not started', 'To do', 'Todo', 'Backlog', 'Geplant'],
        'In progress': ['Doing', 'Started', 'In Arbeit'],
        Delivered: ['Done', 'Complete', 'Completed', 'Shipped', 'Geliefert', 'Fertig'],
      },
      Approval: {
        'Not requested': ['Not sent', 'Open', 'Offen'],
        Requested: ['Pending', 'In review', 'Waiting', 'Awaiting approval', 'Angefragt'],
        'Changes requested': ['Revisions', 'Needs changes', 'Changes', 'Änderungen'],
        Approved: ['Accepted', 'Signed off', 'Freigegeben', 'Abgenommen'],
        'Approved in part': ['Partly approved', 'Partially approved', 'Teilweise freigegeben'],
        Rejected: ['Declined', 'Refused', 'Abgelehnt'],
        Withdrawn: ['Cancelled', 'Canceled', 'Zurückgezogen'],
      },
    },
  },
  projects: {
    titles: ['Jobs', 'Engagements', 'Client projects', 'Projekte', 'Aufträge'],
    properties: {
      Client: ['Customer', 'Account', 'Company', 'Kunde', 'Auftraggeber'],
      Status: ['Project status', 'State'],
      'Paused on': ['On hold since', 'Pausiert am'],
      'Resume on': ['Resumes', 'Weiter am'],
      Owner: ['Project lead', 'Lead', 'Project manager', 'PM', 'Leitung', 'Projektleitung'],
      'Approval owner': ['Approver', 'Client approver', 'Freigabe durch'],
      'Contract value': ['Budget', 'Project value', 'Auftragswert'],
      Agreement: ['Contract', 'Contract link', 'Vertrag'],
    },
    options: {
      Status: {
        Planned: ['Not started', 'Upcoming', 'Geplant'],
        Active: ['In progress', 'Ongoing', 'Running', 'Läuft', 'Aktiv'],
        Paused: ['On hold', 'Pausiert'],
        Done: ['Complete', 'Completed', 'Closed', 'Finished', 'Abgeschlossen', 'Fertig'],
      },
    },
  },
  clients: {
    titles: ['Customers', 'Accounts', 'Companies', 'Kunden', 'Auftraggeber'],
    properties: {
      'Billing email': ['Invoice email', 'Accounts payable', 'Email', 'Rechnungsadresse', 'Rechnungs-E-Mail'],
      'Finance contact': ['Billing contact', 'AP contact', 'Ansprechpartner Buchhaltung'],
      'PO number': ['Purchase order', 'Bestellnummer'],
      'Payment terms': ['Terms', 'Net days', 'Zahlungsziel'],
      Currency: ['Währung'],
      Country: ['Land'],
      'Tax ID': ['VAT', 'VAT number', 'VAT ID', 'USt-ID'],
      'Account owner': ['Account manager', 'Owner', 'Kundenbetreuung'],
    },
    options: { Submission: { Email: ['Mail'], Portal: ['Client portal', 'Kundenportal'] } },
  },
  deals: {
    titles: ['Pipeline', 'Opportunities', 'Leads', 'Sales', 'Anfragen', 'Vertrieb'],
    properties: {
      Stage: ['Status', 'Phase', 'Pipeline stage'],
      Client: ['Customer', 'Account', 'Company', 'Kunde'],
      Owner: ['Deal owner', 'Sales owner', 'Zuständig'],
      Value: ['Amount', 'Deal value', 'Price', 'Wert', 'Betrag'],
      Currency: ['Währung'],
      'Next action': ['Next step', 'Nächster Schritt'],
      'Next action on': ['Next step on', 'Follow up on', 'Next step date', 'Nächster Schritt am'],
      'Expected close': ['Close date', 'Closing date', 'Abschluss am'],
      Proposal: ['Proposal link', 'Quote', 'Angebot'],
      Agreement: ['Contract', 'Vertrag'],
    },
    options: {
      Stage: {
        Inquiry: ['Lead', 'New', 'Anfrage', 'Neu'],
        Qualified: ['Discovery', 'Qualifiziert'],
        'Proposal sent': ['Proposal', 'Quoted', 'Angebot', 'Angebot gesendet'],
        Agreed: ['Verbal', 'Negotiated', 'Zugesagt'],
        Won: ['Closed won', 'Signed', 'Gewonnen'],
        Lost: ['Closed lost', 'Verloren'],
      },
    },
  },
};
