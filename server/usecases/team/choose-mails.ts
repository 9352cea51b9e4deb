import type { Member } from '#domain/member.ts'
import { type OptionalMail, optionalMails, optionalMailsIn } from '#domain/optional-mail.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** A member chooses which mails they get; the others are off. Answers whether anything changed. */
export async function chooseMails(
  { database, clock }: Needs,
  origin: Origin,
  { member, wanted }: { member: Member; wanted: OptionalMail[] },
): Promise<boolean> {
  const off = optionalMails.filter((each) => !wanted.includes(each))
  return database.transaction(origin, async (tx) => {
    await tx.teams.lock(member.teamId)
    const before = optionalMailsIn(await tx.members.mailsOff(member.id))
    if (before.join() === off.join()) return false
    await tx.members.setMailsOff(member.id, off)
    const at = clock.now()
    tx.recordTeam([{ type: 'member.mails_chosen', teamId: member.teamId, at, memberId: member.id, off }])
    return true
  })
}
