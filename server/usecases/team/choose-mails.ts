import type { Member } from '#domain/member.ts'
import { type OptionalMail, optionalMails, optionalMailsIn } from '#domain/optional-mail.ts'
import type { RecipientLanguage } from '#domain/participant.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** A member chooses which mails they get, and in which language; the others are off. Answers whether anything changed. */
export async function chooseMails(
  { database, clock }: Needs,
  origin: Origin,
  {
    member,
    wanted,
    language,
  }: { member: Member; wanted: OptionalMail[]; language: RecipientLanguage | null },
): Promise<boolean> {
  const off = optionalMails.filter((each) => !wanted.includes(each))
  return database.transaction(origin, async (tx) => {
    await tx.teams.lock(member.teamId)
    const before = optionalMailsIn(await tx.members.mailsOff(member.id))
    const spoken = await tx.members.letterLanguage(member.id)
    const by = { teamId: member.teamId, at: clock.now(), memberId: member.id }
    if (before.join() !== off.join()) {
      await tx.members.setMailsOff(member.id, off)
      tx.recordTeam([{ type: 'member.mails_chosen', ...by, off }])
    }
    if (spoken !== language) {
      await tx.members.setLetterLanguage(member.id, language)
      tx.recordTeam([{ type: 'member.letter_language_chosen', ...by, language }])
    }
    return before.join() !== off.join() || spoken !== language
  })
}
