import { type Document, senderOf } from '#domain/document.ts'
import type { SendLink } from '#domain/job-request.ts'
import { linkSmsLifeMilliseconds, linkSmsObjection, linkText } from '#domain/link-sms.ts'
import { identificationOf } from '#domain/participant.ts'
import { endingOf } from '#domain/phone-number.ts'
import { refusal } from '#domain/refusal.ts'
import { askedBySms } from '#domain/reminding.ts'
import { inCharge, remindingFor } from '#domain/sending.ts'
import { issueSigningUrl } from '#domain/signing-url.ts'
import type { SendHistory } from '#domain/sms-code.ts'
import { limitNews } from '#domain/sms-limit.ts'
import { tellOfSmsLimit } from '../notifying/tell-of-sms-limit.ts'
import { waitForDay } from '../notifying/wait-for-day.ts'
import { type Origin, type Ports, systemOrigin } from '../ports.ts'
import { Refused } from '../refused.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'secrets'>

/** 128 bits: the URL must find room in one SMS, and holds no authority of its own. */
const tokenBytes = 16

const noHistory: SendHistory = { toNumber: [], byTeamToday: 0 }

type LinkSms = {
  documentId: string
  participantId: string
  /** Id of the form that was pressed, and of the message: pressed twice it is one SMS. */
  press: string
  /** Where the signing pages are. */
  publicUrl: string
}

/**
 * Sends the recipient whose turn it is a consent URL by SMS, to the registered number and to no other. What opens is the
 * page that asks for that number and for a code, as with every URL.
 */
export async function sendLinkSms(ports: Needs, origin: Origin, request: LinkSms): Promise<void> {
  const { clock, random, secrets } = ports
  const { documentId, participantId, press } = request
  const token = random.token(tokenBytes)
  const urlId = random.id()
  const objection = await ports.database.transaction(origin, async (tx) => {
    const document = await tx.documents.lock(documentId)
    if (document === null) throw new Refused(refusal('document_not_found'))
    const before = await tx.smsMessages.lock(press)
    if (before !== null) {
      return before.participantId === participantId && before.documentId === documentId
        ? null
        : refusal('form_stale')
    }
    const team = await tx.teams.get(document.teamId)
    if (!team.linkSms) return refusal('link_sms_off')
    const participant = inCharge(document, participantId)
    if (participant === null) return refusal('not_in_charge')
    if (identificationOf(participant) !== 'sms') return refusal('recipient_not_embedded')
    const { test, teamId } = document
    const { tel } = participant
    const telHash = secrets.keyedHash('tel', tel)
    const alive = await tx.signingUrls.aliveOf(participantId)
    const history = test ? noHistory : await tx.smsCodes.lockHistory(telHash, teamId, clock.now())
    const now = clock.now()
    const limit = test ? Number.POSITIVE_INFINITY : team.smsPerDay
    const tooMany = linkSmsObjection(history, limit, now)
    if (tooMany !== null) return tooMany
    const sender = senderOf(document)
    const text = linkText(sender.organization || sender.name, `${request.publicUrl}/s/${token}`)
    if (text === null) return refusal('link_sms_too_long')
    const urlRequest = {
      id: urlId,
      participantId,
      recipientId: null,
      statement: null,
      state: '',
      byLink: true,
    }
    const issued = issueSigningUrl(document, alive, urlRequest, now)
    if (issued.refusal !== undefined || issued.next.url === null) {
      return issued.refusal ?? refusal('not_in_charge')
    }
    const { document: turned, url, ended } = issued.next
    tx.documents.queueSave(askedBySms(turned, remindingFor(document, participantId), participant, now))
    tx.signingUrls.queueInsert(url, secrets.keyedHash('signing-url', token))
    if (ended.length > 0) tx.signingUrls.queueEnd(ended, now)
    tx.smsMessages.queueInsert({
      id: press,
      teamId,
      documentId,
      participantId,
      tel,
      telHash,
      text,
      createdAt: now,
      expiresAt: new Date(now.getTime() + linkSmsLifeMilliseconds),
      test,
      link: true,
    })
    const telEnding = endingOf(tel)
    const ids = { documentId, participantId }
    tx.record([...issued.events, { type: 'link_sms.requested', at: now, ...ids, smsId: press, telEnding }])
    if (test) return null
    const count = history.byTeamToday + 1
    const news = limitNews(count, limit)
    if (news !== null) await tellOfSmsLimit(tx, teamId, { news, count, limit, now })
    return null
  })
  if (objection !== null) throw new Refused(objection)
}

/**
 * The same by the plan of reminders. What stands in its way is none of the recipient's business: who is not in charge any more, a limit, the
 * team's switch; the plan's next day comes. By night a job that waited waits on.
 */
export async function sendPlannedLinkSms(
  ports: Needs & { publicUrl: string },
  document: Document,
  { documentId, participantId, occasion }: Omit<SendLink, 'job'>,
): Promise<void> {
  waitForDay(document, ports.clock.now())
  const proof = ports.secrets.keyedHash('reminder-sms', documentId, participantId, occasion)
  const press = proof.replaceAll(/[^0-9a-z]/gi, '0').slice(0, 32)
  const { publicUrl } = ports
  await sendLinkSms(ports, systemOrigin, { documentId, participantId, press, publicUrl }).catch(
    (error: unknown) => {
      if (!(error instanceof Refused)) throw error
    },
  )
}
