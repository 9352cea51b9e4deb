import type { Document } from '#domain/document.ts'
import type { Ports } from '../ports.ts'

/** Of the people to inform, those who are members of the team, by their ids as such: what a sender notes is not for others. */
export async function informedColleagues(
  read: Pick<Ports['database']['read'], 'memberByEmail'>,
  { reportees, teamId }: Document,
): Promise<string[]> {
  const members = await Promise.all(reportees.map(({ email }) => read.memberByEmail(email)))
  return reportees.flatMap(({ id }, n) => {
    const member = members[n]
    return member?.teamId === teamId && !member.disabled ? [id] : []
  })
}
