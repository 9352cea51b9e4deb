import { PDF } from '@libpdf/core'
import type { Page } from 'playwright-core'
import {
  approving,
  haveFailed,
  haveStopped,
  keptForSeven,
  locked,
  longAgo,
  undelivered,
  unsealed,
} from './console-states.ts'
import type { ConsoleTeam } from './console-team.ts'

/** A page of the console for `docs/screens/console`, and what it is in words. A new page is a line here. */
export type ConsolePicture = {
  name: string
  what: string
  path: (team: ConsoleTeam) => string
  /** Who looks at it: nobody signed in, an approver, or somebody before the second step of the sign-in. */
  as?: 'outside' | 'approver' | 'halfway'
  /** Nothing is done here, or several things of one weight: the page has no chief act. */
  reads?: true
  /** How the database stands meanwhile, beside `usual`, which comes first. */
  state?: string
  /** What is pressed on the page before it is looked at. */
  pressed?: (page: Page) => Promise<void>
}

const press = (button: string) => async (page: Page) => {
  await Promise.all([page.waitForEvent('load'), page.click(button)])
}
const cancelTheFirst = async (page: Page) => {
  await page.check('td.choice input >> nth=0')
  await press('[name=act][value=cancel]')(page)
}
const remindAll = async (page: Page) => {
  for (const box of await page.locator('td.choice input').all()) await box.check()
  await press('[name=act][value=remind]')(page)
  await press('main form .button.primary')(page)
}
const replaceByLess = async (page: Page) => {
  const less = PDF.create()
  less.addPage({ size: 'a4' })
  const buffer = Buffer.from(await less.save())
  await page.setInputFiles('#uploadfile', { name: '雇用契約書.pdf', mimeType: 'application/pdf', buffer })
  await press('main form .button.primary')(page)
}
const addAWebhook = async (page: Page) => {
  await page.fill('#url', 'https://crm.example.jp/hooks/musubi')
  await page.check('[name="event-document.concluded"]')
  await press('main form .button.primary')(page)
}
const askForALink = async (page: Page) => {
  await page.fill('#email', 'nobody@example.jp')
  await press('main form .button')(page)
}
const issue = async (page: Page) => {
  await page.fill('#label', '予約サイト')
  await press('main form .button.primary')(page)
}

const document = (id: string, rest = '') => `/console/documents/${id}${rest}`

export const consolePictures: ConsolePicture[] = [
  { name: 'sign-in', what: 'Sign-in', path: () => '/console/sign-in', as: 'outside' },
  {
    name: 'sign-in-factor',
    what: 'The second step of the sign-in',
    path: () => '/console/sign-in/factor',
    as: 'halfway',
  },
  { name: 'password-lost', what: 'A lost password', path: () => '/console/password-lost', as: 'outside' },
  {
    name: 'password-asked',
    what: 'A link for a password is on its way',
    path: () => '/console/password-lost',
    as: 'outside',
    state: 'delete from stranger_limits',
    pressed: askForALink,
    reads: true,
  },
  {
    name: 'password',
    what: 'Choosing a password anew',
    path: ({ more }) => more.passwordLink,
    as: 'outside',
  },
  {
    name: 'password-over',
    what: 'A link for a password that is over',
    path: () => `/console/password/${'x'.repeat(43)}`,
    as: 'outside',
  },
  { name: 'invitation', what: 'An invitation', path: ({ more }) => more.invitation, as: 'outside' },
  {
    name: 'invitation-over',
    what: 'An invitation that is over',
    path: () => `/console/invitations/${'x'.repeat(43)}`,
    as: 'outside',
    reads: true,
  },
  { name: 'home', what: 'Home', path: () => '/console/home' },
  { name: 'attention', what: 'What needs attention', path: () => '/console/attention', reads: true },
  {
    name: 'parked',
    what: 'Work that has stopped',
    path: () => '/console/parked',
    state: haveStopped,
  },
  { name: 'due', what: 'What comes due', path: () => '/console/due', reads: true },
  { name: 'documents', what: 'Documents', path: () => '/console/documents' },
  { name: 'documents-none', what: 'Documents, nothing found', path: () => '/console/documents?q=zzz' },
  { name: 'documents-received', what: 'Documents received', path: () => '/console/documents?list=received' },
  { name: 'documents-team', what: 'Documents of the team', path: () => '/console/documents?list=team' },
  {
    name: 'chosen',
    what: 'Several documents at once',
    path: () => '/console/documents?status=awaiting',
    pressed: cancelTheFirst,
  },
  {
    name: 'chosen-done',
    what: 'Several documents at once, done',
    path: () => '/console/documents?status=awaiting',
    pressed: remindAll,
  },
  {
    name: 'keys',
    what: 'The sheet of keys',
    path: () => '/console/documents',
    pressed: (page) => page.keyboard.press('?'),
  },
  {
    name: 'approvals',
    what: 'What waits for an approval',
    path: () => '/console/approvals',
    as: 'approver',
    state: approving,
    reads: true,
  },
  {
    name: 'approval',
    what: 'Approving a document',
    path: ({ more }) => document(more.approving, '/approval'),
    as: 'approver',
    state: approving,
  },
  {
    name: 'register',
    what: 'The register of the bookkeeping law',
    path: () => '/console/register',
    reads: true,
  },
  { name: 'document-concluded', what: 'A document, concluded', path: (team) => document(team.concluded) },
  { name: 'document-awaiting', what: 'A document, awaited', path: (team) => document(team.awaiting) },
  { name: 'document-cancelled', what: 'A document, cancelled', path: (team) => document(team.cancelled) },
  {
    name: 'document-asked',
    what: 'A document with a request for another number',
    path: (team) => document(team.asked),
  },
  {
    name: 'document-locked',
    what: 'A document whose recipient is locked',
    path: (team) => document(team.waiting),
    state: locked,
  },
  {
    name: 'document-undelivered',
    what: 'A document whose SMS did not arrive',
    path: (team) => document(team.waiting),
    state: undelivered,
  },
  {
    name: 'document-unsealed',
    what: 'A document that could not be sealed',
    path: (team) => document(team.waiting),
    state: unsealed,
  },
  { name: 'document-imported', what: 'A document, imported', path: (team) => document(team.imported) },
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
    name: 'handed',
    what: 'A consent URL as a QR code',
    path: (team) => document(team.awaiting, `/participants/${team.inCharge}/hand`),
    pressed: press('#show-url'),
    reads: true,
  },
  {
    name: 'handed-state',
    what: 'How far somebody is with their consent URL',
    path: (team) => document(team.awaiting, `/participants/${team.inCharge}/handed?since=0`),
    reads: true,
  },
  {
    name: 'document-here',
    what: 'A document that was sent out of the console',
    path: ({ more }) => document(more.sentHere),
  },
  { name: 'alert', what: 'An alert', path: (team) => document(team.awaiting, '/alert') },
  {
    name: 'information',
    what: 'The information of a document',
    path: (team) => document(team.concluded, '/information'),
  },
  { name: 'reminders', what: 'Reminders by plan', path: (team) => document(team.awaiting, '/reminders') },
  {
    name: 'filing',
    what: 'Into a cabinet',
    path: (team) => document(team.awaiting, '/cabinet'),
    reads: true,
  },
  { name: 'cancel', what: 'Cancelling a document', path: (team) => document(team.awaiting, '/cancel') },
  { name: 'new', what: 'A new document', path: () => '/console/documents/new' },
  { name: 'draft', what: 'A draft', path: (team) => document(team.draft, '/draft') },
  {
    name: 'draft-person',
    what: 'A recipient of a draft',
    path: (team) => document(team.draft, `/people/${team.draftPerson}`),
  },
  {
    name: 'draft-reportee',
    what: 'Somebody to inform',
    path: ({ more }) => document(more.drafted, `/reportees/${more.reportee}`),
  },
  {
    name: 'draft-attachment',
    what: 'Asking for a file',
    path: ({ more }) => document(more.drafted, '/attachment'),
  },
  {
    name: 'draft-whole',
    what: 'A draft with everything',
    path: ({ more }) => document(more.drafted, '/draft'),
  },
  {
    name: 'send-whole',
    what: 'The check before sending, with everything',
    path: ({ more }) => document(more.drafted, '/send'),
  },
  { name: 'fields', what: 'Placing fields', path: (team) => document(team.draft, '/fields') },
  { name: 'send', what: 'The check before sending', path: (team) => document(team.draft, '/send') },
  {
    name: 'preview',
    what: 'What a recipient will see',
    path: (team) => document(team.draft, '/preview?from=check'),
    reads: true,
  },
  {
    name: 'send-approval',
    what: 'The check before sending, with an approval',
    path: (team) => document(team.draft, '/send'),
    state: approving,
  },
  {
    name: 'send-asked',
    what: 'An approval was asked for',
    path: ({ more }) => document(more.approving, '/send'),
    state: approving,
    reads: true,
  },
  {
    name: 'draft-contacts',
    what: 'Choosing a recipient from the address book',
    path: (team) => document(team.draft, '/contacts'),
    reads: true,
  },
  { name: 'contacts', what: 'The address book', path: () => '/console/contacts' },
  { name: 'contacts-forget', what: 'Emptying the address book', path: () => '/console/contacts/forget-all' },
  { name: 'contacts-off', what: 'A team without address books', path: () => '/console/contacts/off' },
  { name: 'delete', what: 'Deleting a draft', path: (team) => document(team.draft, '/delete') },
  {
    name: 'save-template',
    what: 'A draft becomes a template',
    path: (team) => document(team.draft, '/template'),
  },
  { name: 'bulk-sends', what: 'Bulk sendings', path: () => '/console/bulk-sends', reads: true },
  {
    name: 'bulk-new',
    what: 'A bulk sending from a template',
    path: (team) => `/console/templates/${team.template}/bulk`,
  },
  {
    name: 'bulk-faulty',
    what: 'A bulk sending, with faults',
    path: ({ more }) => `/console/bulk-sends/${more.bulk.faulty}`,
  },
  {
    name: 'bulk-checked',
    what: 'A bulk sending, checked',
    path: ({ more }) => `/console/bulk-sends/${more.bulk.checked}`,
  },
  {
    name: 'bulk-paused',
    what: 'A bulk sending, paused',
    path: ({ more }) => `/console/bulk-sends/${more.bulk.paused}`,
  },
  {
    name: 'bulk-done',
    what: 'A bulk sending, done',
    path: ({ more }) => `/console/bulk-sends/${more.bulk.done}`,
  },
  {
    name: 'bulk-stop',
    what: 'Stopping a bulk sending',
    path: ({ more }) => `/console/bulk-sends/${more.bulk.paused}/stop`,
  },
  { name: 'templates', what: 'Templates', path: () => '/console/templates', reads: true },
  { name: 'template', what: 'A template', path: (team) => `/console/templates/${team.template}` },
  {
    name: 'replace-file',
    what: 'Another file for a template',
    path: (team) => `/console/templates/${team.template}/files/${team.templateFile}/replace`,
  },
  {
    name: 'misfits',
    what: 'Fields that have no place in the new file',
    path: (team) => `/console/templates/${team.template}/files/${team.templateFile}/replace`,
    pressed: replaceByLess,
  },
  {
    name: 'template-use',
    what: 'Filling a template in',
    path: (team) => `/console/templates/${team.template}/use`,
  },
  {
    name: 'template-delete',
    what: 'Deleting a template',
    path: (team) => `/console/templates/${team.template}/delete`,
  },
  { name: 'members', what: 'Members', path: () => '/console/members' },
  { name: 'member', what: 'A member', path: (team) => `/console/members/${team.member}` },
  {
    name: 'member-factors',
    what: 'A member with two-step sign-in',
    path: ({ more }) => `/console/members/${more.colleague}`,
  },
  {
    name: 'member-disable',
    what: 'Disabling a member',
    path: (team) => `/console/members/${team.member}/disable`,
  },
  {
    name: 'member-factors-reset',
    what: 'Resetting a member’s two-step sign-in',
    path: ({ more }) => `/console/members/${more.colleague}/factors/reset`,
  },
  { name: 'departments', what: 'Departments and cabinets', path: () => '/console/departments' },
  { name: 'departments-off', what: 'Switching departments off', path: () => '/console/departments/off' },
  { name: 'department', what: 'A department', path: (team) => `/console/departments/${team.department}` },
  {
    name: 'department-remove',
    what: 'Deleting a department',
    path: (team) => `/console/departments/${team.department}/remove`,
  },
  { name: 'cabinet', what: 'A cabinet', path: (team) => `/console/departments/cabinets/${team.cabinet}` },
  { name: 'clients', what: 'Client ids', path: () => '/console/clients' },
  {
    name: 'client-revoke',
    what: 'Revoking a client id',
    path: (team) => `/console/clients/${team.client}/revoke`,
  },
  { name: 'client-issued', what: 'A client id, issued', path: () => '/console/clients', pressed: issue },
  {
    name: 'proof',
    what: 'The password once more, before an act that matters',
    path: (team) => `/console/clients/${team.client}/revoke`,
    state: longAgo,
    pressed: press('main form .button.danger'),
  },
  { name: 'calls', what: 'Calls of the Web API', path: () => '/console/calls', reads: true },
  { name: 'return-url', what: 'Testing the return URL', path: () => '/console/return-url' },
  { name: 'test-messages', what: 'The test inbox', path: () => '/console/test-messages', reads: true },
  { name: 'webhooks', what: 'Webhooks', path: () => '/console/webhooks' },
  {
    name: 'sms-log',
    what: 'Every SMS, and a test',
    path: () => '/console/sms/log',
    state: haveFailed,
    reads: true,
  },
  {
    name: 'mail-log',
    what: 'Every mail, and a test',
    path: () => '/console/mail',
    state: haveFailed,
    reads: true,
  },
  {
    name: 'webhook',
    what: 'A webhook and its deliveries',
    path: (team) => `/console/webhooks/${team.webhook}`,
    reads: true,
  },
  { name: 'webhook-new', what: 'A new webhook', path: () => '/console/webhooks/new' },
  {
    name: 'webhook-issued',
    what: 'A webhook, just added',
    path: () => '/console/webhooks/new',
    pressed: addAWebhook,
  },
  {
    name: 'webhook-edit',
    what: 'Changing a webhook',
    path: (team) => `/console/webhooks/${team.webhook}/edit`,
  },
  {
    name: 'webhook-secret',
    what: 'Renewing a secret',
    path: (team) => `/console/webhooks/${team.webhook}/secret`,
  },
  {
    name: 'webhook-remove',
    what: 'Removing a webhook',
    path: (team) => `/console/webhooks/${team.webhook}/remove`,
  },
  {
    name: 'delivery',
    what: 'A delivery',
    path: (team) => `/console/webhooks/${team.webhook}/deliveries/${team.delivery}`,
    reads: true,
  },
  { name: 'settings', what: 'The team’s settings', path: () => '/console/settings', reads: true },
  { name: 'settings-sign-in', what: 'Rules of the sign-in', path: () => '/console/settings/sign-in' },
  {
    name: 'retention',
    what: 'Retention of documents, and what is held',
    path: () => '/console/settings/retention',
    state: keptForSeven,
  },
  {
    name: 'hold',
    what: 'A legal hold',
    path: ({ awaiting }) => document(awaiting, '/hold'),
  },
  { name: 'look', what: 'The look of the signing pages', path: () => '/console/settings/look' },
  { name: 'sms', what: 'SMS and what they cost', path: () => '/console/sms', reads: true },
  { name: 'history', what: 'What was changed by whom', path: () => '/console/history', reads: true },
  { name: 'me', what: 'A member’s own account', path: () => '/console/me', reads: true },
  { name: 'factors', what: 'Two-step sign-in, to be set up', path: () => '/console/me/factors' },
  {
    name: 'factors-held',
    what: 'Two-step sign-in, set up',
    path: () => '/console/me/factors',
    as: 'approver',
    reads: true,
  },
  { name: 'factor-app', what: 'Adding an authenticator app', path: () => '/console/me/app' },
  {
    name: 'factor-app-remove',
    what: 'Removing the authenticator app',
    path: () => '/console/me/app/remove',
    as: 'approver',
  },
  { name: 'passkey-new', what: 'Adding a passkey', path: () => '/console/me/passkeys/new' },
  {
    name: 'passkey-remove',
    what: 'Removing a passkey',
    path: ({ more }) => `/console/me/passkeys/${more.passkey}/remove`,
    as: 'approver',
  },
  {
    name: 'recovery-codes',
    what: 'Recovery codes',
    path: () => '/console/me/recovery-codes',
    as: 'approver',
    pressed: press('main form .button.danger'),
  },
  {
    name: 'home-member',
    what: 'Home of a member without offices',
    path: () => '/console/home',
    as: 'approver',
  },
  { name: 'display', what: 'Display and shortcuts', path: () => '/console/display' },
  { name: 'not-found', what: 'Nothing there', path: () => '/console/nothing' },
]
