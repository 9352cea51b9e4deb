import type { Origin, Ports } from '../ports.ts'

/** A member chooses which columns a list has for them. Nobody else sees it, so nothing is recorded. */
export async function chooseListColumns(
  { database }: Pick<Ports, 'database'>,
  origin: Origin,
  { memberId, list, columns }: { memberId: string; list: string; columns: string[] },
): Promise<void> {
  await database.transaction(origin, (tx) => tx.members.setListColumns(memberId, list, columns))
}
