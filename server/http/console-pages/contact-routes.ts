import { h } from 'preact'
import { type Contact, contactsMatching, fitsTyped } from '#domain/contact.ts'
import { forgetContacts } from '#server/usecases/managing/forget-contacts.ts'
import { switchAddressBook } from '#server/usecases/team/switch-address-book.ts'
import { ContactsPage, type ContactsPageProps } from '#web/console/contacts/ContactsPage.tsx'
import { contactWords } from '#web/console/contacts/contact-words.ts'
import { ConfirmPage } from '#web/console/frame/ConfirmPage.tsx'
import { sendPage } from '../common/send-page.ts'
import { loggedFailure } from '../failure.ts'
import type { ConsoleCall } from './call.ts'
import { administrator, anyMember, senderOfUnsent, shownAgain } from './checks.ts'
import { doneOf, parameter, queried } from './fields.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'

/** So many are offered while a name is typed. */
const mostOffered = 8
/** A list that is longer is searched. */
const mostShown = 200

/** アドレス帳: a member's own, to look through, to choose from, and to delete. */
export const contactRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/contacts', anyMember, (call) => sendContacts(call, null)),

  memberRoute('GET', '/documents/:id/contacts', senderOfUnsent, (call) =>
    sendContacts(call, call.document.id),
  ),

  memberRoute('GET', '/contacts/offered', anyMember, async (call) => {
    const typed = queried(call.request, 'q').slice(0, 100)
    const offered = typed.trim() === '' ? [] : await offeredFor(call, typed)
    return call.reply.send({
      said: contactWords[call.visit.chrome.lang].offered(offered.length),
      contacts: offered.map(({ name, organization, tel, email }) => ({ name, organization, tel, email })),
    })
  }),

  memberRoute('POST', '/contacts/:contact/forget', anyMember, async ({ needs, visit, request, reply }) => {
    const which = { id: parameter(request, 'contact') }
    await forgetContacts(needs, visit.origin, { member: visit.member, which })
    return reply.redirect('/console/contacts?done=forgotten', 303)
  }),

  memberRoute('GET', '/contacts/forget-all', anyMember, async (call) => {
    const { visit, reply } = call
    const { contacts } = await bookOf(call, '')
    const words = contactWords[visit.chrome.lang].all
    const page = h(ConfirmPage, {
      ...{ chrome: visit.chrome, section: 'documents', title: words.title },
      ...{ lead: words.lead(contacts.length), consequence: words.consequence, button: words.button },
      action: '/console/contacts/forget-all',
      back: { href: '/console/contacts', words: words.back },
    })
    return sendPage(reply, page)
  }),

  memberRoute('POST', '/contacts/forget-all', shownAgain(anyMember), async ({ needs, visit, reply }) => {
    await forgetContacts(needs, visit.origin, { member: visit.member, which: 'all' })
    return reply.redirect('/console/contacts?done=forgotten', 303)
  }),

  memberRoute('GET', '/contacts/off', administrator, ({ visit, reply }) => {
    const words = contactWords[visit.chrome.lang].team.confirm
    const page = h(ConfirmPage, {
      ...{ chrome: visit.chrome, section: 'documents', title: words.title, lead: words.lead },
      ...{ consequence: words.consequence, button: words.button, action: '/console/contacts/off' },
      back: { href: '/console/contacts', words: words.back },
    })
    return sendPage(reply, page)
  }),

  ...(['on', 'off'] as const).map((way) =>
    memberRoute('POST', `/contacts/${way}`, administrator, async ({ needs, visit, reply }) => {
      await switchAddressBook(needs, visit.origin, { member: visit.member, on: way === 'on' })
      return reply.redirect('/console/contacts?done=switched', 303)
    }),
  ),
]

/** The member's own, without those that cannot be read, which the log names by their id. */
export function contactsOf(call: ConsoleCall): Promise<Contact[]> {
  return call.needs.database.read.contactsOf(call.visit.member.id, unreadable(call))
}

function unreadable({ request }: ConsoleCall) {
  return (contact: string, error: unknown) =>
    request.log.warn({ event: 'contact.unreadable', contact, failure: loggedFailure(error) })
}

/** Asked for with every few letters: no more of the book is read than what is offered needs. */
async function offeredFor(call: ConsoleCall, typed: string): Promise<Contact[]> {
  const { read } = call.needs.database
  const { id, teamId } = call.visit.member
  if (!(await read.team(teamId)).addressBook) return []
  return read.firstContacts(id, fitsTyped(typed), mostOffered, unreadable(call))
}

/** Those of the member's who fit; none where the team does without. */
async function bookOf(call: ConsoleCall, search: string): Promise<{ on: boolean; contacts: Contact[] }> {
  const { addressBook: on } = await call.needs.database.read.team(call.visit.member.teamId)
  const contacts = on ? await contactsOf(call) : []
  return { on, contacts: contactsMatching(contacts, search) }
}

async function sendContacts(call: ConsoleCall, documentId: ContactsPageProps['documentId']) {
  const { visit, request, reply } = call
  const search = queried(request, 'q').slice(0, 100)
  const { on, contacts } = await bookOf(call, search)
  const done = (['forgotten', 'switched'] as const).find((each) => each === doneOf(request)) ?? null
  const page = { contacts: contacts.slice(0, mostShown), search, on, documentId, done }
  return sendPage(reply, h(ContactsPage, { chrome: visit.chrome, ...page }))
}
