import type { ConsoleTeam } from './console-team.ts'

/** A page of the console for `docs/screens/console`, and what it is in words. A new page is a line here. */
export type ConsolePicture = {
  name: string
  what: string
  path: (team: ConsoleTeam) => string
  /** Not signed in. */
  outside?: true
}

const document = (id: string, rest = '') => `/console/documents/${id}${rest}`

export const consolePictures: ConsolePicture[] = [
  { name: 'sign-in', what: 'Sign-in', path: () => '/console/sign-in', outside: true },
  { name: 'home', what: 'Home', path: () => '/console/home' },
  { name: 'attention', what: 'What needs attention', path: () => '/console/attention' },
  { name: 'due', what: 'What comes due', path: () => '/console/due' },
  { name: 'documents', what: 'Documents', path: () => '/console/documents' },
  { name: 'documents-none', what: 'Documents, nothing found', path: () => '/console/documents?q=zzz' },
  { name: 'documents-received', what: 'Documents received', path: () => '/console/documents?list=received' },
  { name: 'register', what: 'The register of the bookkeeping law', path: () => '/console/register' },
  { name: 'document-concluded', what: 'A document, concluded', path: (team) => document(team.concluded) },
  { name: 'document-awaiting', what: 'A document, awaited', path: (team) => document(team.awaiting) },
  { name: 'document-cancelled', what: 'A document, cancelled', path: (team) => document(team.cancelled) },
  {
    name: 'document-asked',
    what: 'A document with a request for another number',
    path: (team) => document(team.asked),
  },
  {
    name: 'number',
    what: 'Answering a request for another number',
    path: (team) => document(team.asked, `/participants/${team.askedBy}/number`),
  },
  {
    name: 'hand',
    what: 'Handing a consent URL over',
    path: (team) => document(team.awaiting, `/participants/${team.inCharge}/hand`),
  },
  {
    name: 'information',
    what: 'The information of a document',
    path: (team) => document(team.concluded, '/information'),
  },
  { name: 'reminders', what: 'Reminders by plan', path: (team) => document(team.awaiting, '/reminders') },
  { name: 'filing', what: 'Into a cabinet', path: (team) => document(team.awaiting, '/cabinet') },
  { name: 'cancel', what: 'Cancelling a document', path: (team) => document(team.awaiting, '/cancel') },
  { name: 'new', what: 'A new document', path: () => '/console/documents/new' },
  { name: 'draft', what: 'A draft', path: (team) => document(team.draft, '/draft') },
  {
    name: 'draft-person',
    what: 'A recipient of a draft',
    path: (team) => document(team.draft, `/people/${team.draftPerson}`),
  },
  { name: 'fields', what: 'Placing fields', path: (team) => document(team.draft, '/fields') },
  { name: 'send', what: 'The check before sending', path: (team) => document(team.draft, '/send') },
  { name: 'delete', what: 'Deleting a draft', path: (team) => document(team.draft, '/delete') },
  {
    name: 'save-template',
    what: 'A draft becomes a template',
    path: (team) => document(team.draft, '/template'),
  },
  { name: 'bulk-sends', what: 'Bulk sendings', path: () => '/console/bulk-sends' },
  {
    name: 'bulk-new',
    what: 'A bulk sending from a template',
    path: (team) => `/console/templates/${team.template}/bulk`,
  },
  { name: 'templates', what: 'Templates', path: () => '/console/templates' },
  { name: 'template', what: 'A template', path: (team) => `/console/templates/${team.template}` },
  { name: 'members', what: 'Members', path: () => '/console/members' },
  { name: 'member', what: 'A member', path: (team) => `/console/members/${team.member}` },
  { name: 'departments', what: 'Departments and cabinets', path: () => '/console/departments' },
  { name: 'department', what: 'A department', path: (team) => `/console/departments/${team.department}` },
  { name: 'cabinet', what: 'A cabinet', path: (team) => `/console/departments/cabinets/${team.cabinet}` },
  { name: 'clients', what: 'Client ids', path: () => '/console/clients' },
  {
    name: 'client-revoke',
    what: 'Revoking a client id',
    path: (team) => `/console/clients/${team.client}/revoke`,
  },
  { name: 'calls', what: 'Calls of the Web API', path: () => '/console/calls' },
  { name: 'return-url', what: 'Testing the return URL', path: () => '/console/return-url' },
  { name: 'test-messages', what: 'The inbox of tests', path: () => '/console/test-messages' },
  { name: 'webhooks', what: 'Webhooks', path: () => '/console/webhooks' },
  {
    name: 'webhook',
    what: 'A webhook and its deliveries',
    path: (team) => `/console/webhooks/${team.webhook}`,
  },
  { name: 'webhook-new', what: 'A new webhook', path: () => '/console/webhooks/new' },
  {
    name: 'delivery',
    what: 'A delivery',
    path: (team) => `/console/webhooks/${team.webhook}/deliveries/${team.delivery}`,
  },
  { name: 'settings', what: 'The team’s settings', path: () => '/console/settings' },
  { name: 'look', what: 'The look of the signing pages', path: () => '/console/settings/look' },
  { name: 'sms', what: 'SMS and what they cost', path: () => '/console/sms' },
  { name: 'history', what: 'What was changed by whom', path: () => '/console/history' },
  { name: 'mails', what: 'Mails to a member', path: () => '/console/mails' },
  { name: 'display', what: 'Display and keys', path: () => '/console/display' },
  { name: 'not-found', what: 'Nothing there', path: () => '/console/nothing' },
]
