import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import { type Document, recipientsOf } from '#domain/document.ts'
import { handedState, toBeHanded } from '#domain/handing-over.ts'
import type { Language } from '#domain/language.ts'
import type { Participant } from '#domain/participant.ts'
import { type Refusal, refusal } from '#domain/refusal.ts'
import { Refused } from '#server/usecases/refused.ts'
import { issueSigningUrl } from '#server/usecases/sending/issue-signing-url.ts'
import { sendLinkSms } from '#server/usecases/sending/send-link-sms.ts'
import { HandedPage, HandedStatePage } from '#web/console/handing/HandedPage.tsx'
import { HandingPage, type HandingPageProps } from '#web/console/handing/HandingPage.tsx'
import { handingWords, stateInWords } from '#web/console/handing/handing-words.ts'
import { sendPage } from '../common/send-page.ts'
import type { ConsoleCall } from './call.ts'
import { sender } from './checks.ts'
import { doneOf, parameter, queried, typed } from './fields.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'

const path = '/documents/:id/participants/:participant'

/** How a consent URL gets to somebody whom no site of the team's brings: shown and copied, as a QR code, by SMS. */
export const handingRoutes: ConsoleRoute[] = [
  memberRoute('GET', `${path}/hand`, sender, async ({ document, ...call }) => {
    const person = recipientIn(call, document)
    // Their turn is over, or not yet: what can be done stands on the page of the document.
    if (!toBeHanded(document).some(({ id }) => id === person.id)) {
      return call.reply.redirect(`/console/documents/${document.id}#person-${person.id}`, 303)
    }
    const done = doneOf(call.request)
    return sendHanding(call, document, person, {
      done: done === 'sent' || done === 'sms' ? done : null,
      problem: null,
    })
  }),

  memberRoute('POST', `${path}/url`, sender, async ({ document, ...call }) => {
    const { needs, visit, reply } = call
    const person = recipientIn(call, document)
    const { token, expiresAt } = await issueSigningUrl(needs, visit.origin, {
      documentId: document.id,
      team: await needs.database.read.team(document.teamId),
      participantId: person.id,
      // Who is identified by the integrating site alone gets no URL from here: it would vouch for nobody.
      recipientId: null,
      statement: null,
      state: '',
    })
    const url = `${needs.publicUrl}/s/${token}`
    const now = needs.clock.now()
    return sendPage(reply, h(HandedPage, { chrome: visit.chrome, document, person, url, expiresAt, now }))
  }),

  memberRoute('GET', `${path}/handed`, sender, async ({ document, ...call }) => {
    const { needs, visit, request, reply } = call
    const person = recipientIn(call, document)
    const since = new Date(Number(/^\d{1,15}$/.exec(queried(request, 'since'))?.[0] ?? 0))
    const [told, opened] = await Promise.all([
      needs.database.read.audit(document.id),
      needs.database.read.linkOpened(person.id, since),
    ])
    const state = handedState(document, person.id, { since, opened, told })
    const { chrome } = visit
    const sentence = stateInWords(state, person.name, chrome.lang)
    const answer = { state, sentence, next: nextAfter(document, person.id, chrome.lang) }
    if (request.headers.accept === 'application/json') return reply.send(answer)
    return sendPage(reply, h(HandedStatePage, { chrome, document, person, since, ...answer }))
  }),

  memberRoute('POST', `${path}/link-sms`, sender, async ({ document, ...call }) => {
    const { needs, visit, request, reply } = call
    const person = recipientIn(call, document)
    const press = /^[0-9a-z]{32}$/.exec(typed(request, 'press'))?.[0]
    if (press === undefined) throw new Refused(refusal('form_stale'))
    const { publicUrl } = needs
    try {
      await sendLinkSms(needs, visit.origin, {
        documentId: document.id,
        participantId: person.id,
        press,
        publicUrl,
      })
    } catch (error) {
      const problem = error instanceof Refused ? problemOf(error.refusal, visit.chrome.lang) : null
      if (problem === null) throw error
      return sendHanding({ ...call, reply: reply.code(409) }, document, person, { done: null, problem })
    }
    return reply.redirect(`/console/documents/${document.id}/participants/${person.id}/hand?done=sms`, 303)
  }),
]

async function sendHanding(
  { needs, visit, reply }: ConsoleCall,
  document: Document,
  person: Participant,
  answer: Pick<HandingPageProps, 'done' | 'problem'>,
): Promise<FastifyReply> {
  const { linkSms } = await needs.database.read.team(document.teamId)
  const sms = linkSms ? { press: needs.random.id() } : null
  return sendPage(reply, h(HandingPage, { chrome: visit.chrome, document, person, sms, ...answer }))
}

function recipientIn({ request }: Pick<ConsoleCall, 'request'>, document: Document): Participant {
  const person = recipientsOf(document).find(({ id }) => id === parameter(request, 'participant'))
  if (person === undefined) throw new Refused(refusal('participant_not_found'))
  return person
}

/** Where the sender goes on: with whoever is next, or with the document. */
function nextAfter(document: Document, personId: string, lang: Language): { href: string; words: string } {
  const words = handingWords(lang)
  const [next] = toBeHanded(document).filter(({ id }) => id !== personId)
  const base = `/console/documents/${document.id}`
  return next === undefined
    ? { href: base, words: words.back }
    : { href: `${base}/participants/${next.id}/hand`, words: words.next(next.name) }
}

/** Why the SMS was not sent; null where the page as a whole is old. */
function problemOf({ code, detail }: Refusal, lang: Language): string | null {
  const words = handingWords(lang).problems
  switch (code) {
    case 'link_sms_off':
      return words.off
    case 'link_sms_too_long':
      return words.tooLong
    case 'code_send_limit':
      return words.number(Number(detail?.minutes))
    case 'team_sms_limit':
      return words.team
  }
  return null
}
