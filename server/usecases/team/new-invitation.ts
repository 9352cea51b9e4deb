import type { Member } from '#domain/member.ts'
import type { RecipientLanguage } from '#domain/participant.ts'
import { letterOf } from '../letters/letter.ts'
import type { Ports, Transaction } from '../ports.ts'

type Needs = Pick<Ports, 'clock' | 'random' | 'secrets' | 'mail'> & {
  /** Origin under which people reach the console. */
  publicUrl: string
}

/** Milliseconds: a week, so that a weekend or a few days off do not end it. */
const invitationLife = 7 * 24 * 3_600_000

/** Bytes: as much as no one guesses. */
const tokenBytes = 32

/**
 * What became of a link: `mailed` to the member's own address; `not_mailed`, the mail server did not take it; `shown`
 * to the administrator once, where the operator configured no mail.
 */
export type Invited = { outcome: 'mailed' | 'not_mailed' } | { outcome: 'shown'; url: string }

/** A new link by which this member chooses a password; the older one ends. Answers the link's token. */
export async function newInvitation(
  needs: Pick<Needs, 'clock' | 'random' | 'secrets'>,
  tx: Transaction,
  memberId: string,
): Promise<string> {
  const token = needs.random.token(tokenBytes)
  const expiresAt = new Date(needs.clock.now().getTime() + invitationLife)
  await tx.invitations.save(memberId, needs.secrets.keyedHash('invitation', token), expiresAt)
  return token
}

/** Where whoever holds this link chooses a password. */
export function invitationUrl({ publicUrl }: Pick<Needs, 'publicUrl'>, token: string): string {
  return `${publicUrl}/console/invitations/${token}`
}

/**
 * Takes the link to the member, after the commit. By mail wherever there is mail: whoever holds the link reads what is
 * sent to the member's address, so an administrator must not come by it.
 */
export async function deliverInvitation(
  needs: Needs,
  { member, teamName, token, language, occasion }: Delivery,
): Promise<Invited> {
  const url = invitationUrl(needs, token)
  if (needs.mail === null) return { outcome: 'shown', url }
  const letter = letterOf(occasion, language, { to: member.name, team: teamName, url })
  const { outcome } = await needs.mail.send({
    idempotencyKey: `${member.id}.invitation.${needs.random.id()}`,
    to: member.email,
    byHand: true,
    letter,
  })
  return { outcome: outcome === 'accepted' ? 'mailed' : 'not_mailed' }
}

type Delivery = {
  member: Pick<Member, 'id' | 'name' | 'email'>
  teamName: string
  token: string
  language: RecipientLanguage
  occasion: 'invitation' | 'access_reset'
}
