import { h } from 'preact'
import { rightOf } from '#domain/access.ts'
import type { Document } from '#domain/document.ts'
import type { Language } from '#domain/language.ts'
import { smsStateGroupNames, smsStateGroups } from '#domain/logged-sms.ts'
import { maskAddress } from '#domain/masked-address.ts'
import type { Member } from '#domain/member.ts'
import { readTypedNumber } from '#domain/phone-number.ts'
import type { MessageQuery } from '#server/usecases/message-log-ports.ts'
import { sendTestMail } from '#server/usecases/notifying/send-test-mail.ts'
import { sendTestSms, type TestSmsObjection } from '#server/usecases/notifying/send-test-sms.ts'
import type { LogFilter, LogFilterError, LoggedDocument } from '#web/console/logs/LogParts.tsx'
import { logWords } from '#web/console/logs/log-words.ts'
import { loggedMailStates, MailLogPage, mailLogPath } from '#web/console/logs/MailLogPage.tsx'
import { SmsLogPage, smsLogPath } from '#web/console/logs/SmsLogPage.tsx'
import { sendPage } from '../common/send-page.ts'
import type { ConsoleCall } from './call.ts'
import { administrator, notShownAgain } from './checks.ts'
import { daysOf } from './days.ts'
import { doneOf, placeIn, queried, typed } from './fields.ts'
import { idOfPress } from './press.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'

const perPage = 50

/** The team's SMS and mails, for administrators, and a test of each. */
export const messageLogRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/sms/log', administrator, (call) => sendSmsLog(call)),

  memberRoute('POST', '/sms/test', administrator, async (call) => {
    const { needs, visit, request, reply } = call
    const { member, origin, chrome } = visit
    const entered = typed(request, 'tel')
    const tel = readTypedNumber(entered)
    const words = logWords[chrome.lang].test
    if (tel === null) {
      return sendSmsLog({ ...call, reply: reply.code(400) }, { typed: entered, error: words.telError })
    }
    const press = idOfPress(typed(request, 'press'), ['sms-test', member.id], needs.random)
    const objection = await sendTestSms(needs, origin, { member, tel, press })
    if (objection === null) return reply.redirect(`${smsLogPath}?done=tested`, 303)
    return sendSmsLog(
      { ...call, reply: reply.code(429) },
      { typed: entered, error: sentenceOf(objection, chrome.lang) },
    )
  }),

  memberRoute('GET', '/mail', administrator, (call) => sendMailLog(call, null)),

  memberRoute('POST', '/mail/test', notShownAgain(administrator), async (call) => {
    const { needs, visit, reply } = call
    if (needs.mail === null) return reply.redirect(mailLogPath, 303)
    const minutes = await sendTestMail(needs, visit.origin, visit.member)
    if (minutes === null) return reply.redirect(`${mailLogPath}?done=tested`, 303)
    return sendMailLog({ ...call, reply: reply.code(429) }, minutes)
  }),
]

async function sendSmsLog(
  { needs, visit, request, reply }: ConsoleCall,
  entry: { typed: string; error: string | null } = { typed: '', error: null },
) {
  const { member, chrome } = visit
  const { filter, error, asked } = narrowed(request, smsStateGroupNames)
  const states = (filter.state === '' ? smsStateGroupNames : [filter.state]).flatMap((group) => [
    ...smsStateGroups[group],
  ])
  const { messages, next } =
    asked === null
      ? { messages: [], next: null }
      : await needs.database.read.smsLog(member.teamId, { ...asked, states })
  const page = {
    messages: messages.map(({ message, document }) => {
      const shown = shownOf(member, message.documentId, document)
      const withheld = shown.id !== null && shown.title === null
      return { ...message, document: shown, to: withheld ? '' : message.to }
    }),
    ...{ filter, error, next, deep: queried(request, 'after') !== '' },
    test: { ...entry, press: needs.random.id(), done: doneOf(request) === 'tested' },
  }
  return sendPage(reply, h(SmsLogPage, { chrome, ...page }))
}

async function sendMailLog({ needs, visit, request, reply }: ConsoleCall, wait: number | null) {
  const { member, chrome } = visit
  const { read } = needs.database
  const { filter, error, asked } = narrowed(request, loggedMailStates)
  const states = filter.state === '' ? loggedMailStates : [filter.state]
  const { messages, next } =
    asked === null ? { messages: [], next: null } : await read.mailLog(member.teamId, { ...asked, states })
  const members = messages.length === 0 ? [] : await read.membersOf(member.teamId)
  const page = {
    messages: messages.map(({ message, document }) => {
      const shown = shownOf(member, message.documentId, document)
      const address = addressOf(message.readerId, document, members)
      const tells = shown.title !== null || isColleague(address, members)
      return { ...message, document: shown, to: tells ? maskAddress(address) : '' }
    }),
    ...{ filter, error, next, deep: queried(request, 'after') !== '' },
    test: { to: needs.mail === null ? null : member.email, done: doneOf(request) === 'tested', wait },
  }
  return sendPage(reply, h(MailLogPage, { chrome, ...page }))
}

/** What the address asks for; `asked` null where it makes no sense, which is said. */
function narrowed<State extends string>(
  request: ConsoleCall['request'],
  states: readonly State[],
): {
  filter: LogFilter & { state: State | '' }
  error: LogFilterError | null
  asked: Omit<MessageQuery<never>, 'states'> | null
} {
  const said = (name: string) => queried(request, name).trim().slice(0, 64)
  const filter = {
    state: states.find((each) => each === said('state')) ?? ('' as const),
    ...{ first: said('first'), last: said('last'), document: said('document') },
  }
  const { period, error } = daysOf(filter)
  const documentId = placeIn(filter.document)
  if (filter.document !== '' && documentId === null) {
    return { filter, error: { field: 'document', problem: 'malformed' }, asked: null }
  }
  if (period === null) return { filter, error, asked: null }
  const after = queried(request, 'after').slice(0, 300) || null
  return { filter, error: null, asked: { ...period, documentId, after, limit: perPage } }
}

/** Its title only for those who have a right to it. */
function shownOf(member: Member, id: string | null, document: Document | null): LoggedDocument {
  const mayRead = document !== null && rightOf(member, document) !== null
  return { id, title: mayRead ? document.title : null, gone: document === null }
}

/** The address at which a reader is reached now. */
function addressOf(
  readerId: string,
  document: Document | null,
  members: { id: string; email: string }[],
): string {
  const readers = [...(document?.participants ?? []), ...(document?.reportees ?? []), ...members]
  return readers.find(({ id }) => id === readerId)?.email ?? ''
}

/** Of a document that is withheld, only colleagues are named: with whom it is made is part of it. */
function isColleague(address: string, members: { email: string }[]): boolean {
  return members.some(({ email }) => email.toLowerCase() === address.toLowerCase())
}

function sentenceOf(objection: TestSmsObjection, lang: Language): string {
  const words = logWords[lang].test
  return objection.because === 'day' ? words.dayLimit : words.wait(objection.minutes)
}
