import type { MailOffLink } from '#domain/mail-off-link.ts'
import { optionalMailsIn } from '#domain/optional-mail.ts'
import { genuineMailOffLink } from '../mail-off-link.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'secrets'>

/** What the address of a mail switches off, and whether it is off already; null where we wrote no such address. */
export async function visitMailOffLink(
  { database, secrets }: Needs,
  token: string,
): Promise<{ link: MailOffLink; isOff: boolean } | null> {
  const link = genuineMailOffLink(secrets, token)
  if (link === null || (await database.read.member(link.memberId)) === null) return null
  return { link, isOff: (await database.read.mailsOff(link.memberId)).includes(link.kind) }
}

/** Mails of this kind go to this member no more, until they choose them again in the console. Twice is once. */
export async function switchMailOff(
  { database, clock }: Needs,
  origin: Origin,
  { memberId, kind }: MailOffLink,
): Promise<void> {
  const member = await database.read.member(memberId)
  if (member === null) return
  const { teamId } = member
  await database.transaction(origin, async (tx) => {
    await tx.teams.lock(teamId)
    const before = optionalMailsIn(await tx.members.mailsOff(memberId))
    if (before.includes(kind)) return
    const off = optionalMailsIn([...before, kind])
    await tx.members.setMailsOff(memberId, off)
    tx.recordTeam([{ type: 'member.mails_chosen', teamId, at: clock.now(), memberId, off }])
  })
}
