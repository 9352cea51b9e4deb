import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import type { Team } from '#domain/team.ts'
import { MessagePage } from '#web/signing/MessagePage.tsx'
import type { SigningChrome } from '#web/signing/SigningLayout.tsx'
import type { SigningNeeds } from './needs.ts'
import { sendPage } from './page.ts'
import type { MessageAnswer } from './refusals.ts'
import { wayBack } from './return-routes.ts'

type About = {
  chrome: SigningChrome
  team: Team | null
  /** Null where the URL is unknown. */
  ids: { documentId: string; participantId: string; byLink: boolean; state: string } | null
  base: string | null
  retryAt?: Date | null
  /** Where the page leads, when that is not the way of its state. */
  href?: string
  /** Whoever stands here is identified by SMS. */
  bySms?: boolean
  /** Another number was asked for before, and the sender has not answered yet. */
  telRequested?: boolean
  /** Offers the way to the copies. */
  copies?: boolean
}

/** States that end on a page of ours: the first screen again, in the same window or a new one. */
const beginAgain: MessageAnswer['state'][] = [
  'cookie_lost',
  'session_ended',
  'session_replaced',
  'form_stale',
  'paused',
  'too_many_sms',
  'team_limit',
  'tel_settled',
  'too_many_requests',
  'too_many_transfers',
  'no_transfer',
  'unavailable',
  'please_wait',
]

/** Whoever comes from a mail goes on in a newer one, or not at all. */
const leadsNowhere: MessageAnswer['state'][] = ['newer_mail', 'transferred']

export function sendMessage(
  needs: SigningNeeds,
  reply: FastifyReply,
  answer: MessageAnswer,
  about: About,
): FastifyReply {
  const page = h(MessagePage, {
    chrome: about.chrome,
    state: answer.state,
    next: about.href === undefined ? wayOn(answer, about) : { href: about.href },
    retryAt: about.retryAt ?? null,
    notMyNumber: answer.state === 'paused' && about.bySms === true ? about.base : null,
    telRequested: about.telRequested === true,
    copies: about.copies === true && about.base !== null ? { href: `${about.base}/copy` } : null,
  })
  return sendPage(needs, reply, page, { status: answer.status, team: about.team })
}

function wayOn(answer: MessageAnswer, { team, ids, base }: About): { href: string } | null {
  if (beginAgain.includes(answer.state)) return base === null ? null : { href: base }
  // A return without `error` says that the person has consented.
  if (team === null || ids === null || leadsNowhere.includes(answer.state)) return null
  const href = wayBack(team, base, ids, answer.returnError)
  return href === null ? null : { href }
}
