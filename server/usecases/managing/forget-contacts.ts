import type { Member } from '#domain/member.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database'>

/** Takes one out of a member's own address book, or all. What is not there is gone already. */
export async function forgetContacts(
  ports: Needs,
  origin: Origin,
  request: { member: Member; which: { id: string } | 'all' },
): Promise<void> {
  const { member, which } = request
  await ports.database.transaction(origin, async (tx) => {
    if (which === 'all') await tx.contacts.forgetAll(member.id)
    else await tx.contacts.forget(member.id, which.id)
  })
}
