import type { SigningNeeds } from './needs.ts'

/** When another process does the work, nobody tells us: so often we look by ourselves. */
const lookAgainMilliseconds = 200

/** Looks again at each change of the document, until it is done or patience ends; then whatever there is. */
export async function waitUntil<State extends { document: { id: string } }>(
  { clock, database }: Pick<SigningNeeds, 'clock' | 'database'>,
  first: State,
  {
    done,
    again,
    patienceMilliseconds,
  }: {
    done: (state: State) => boolean
    again: () => Promise<State>
    patienceMilliseconds: number
  },
): Promise<State> {
  const end = clock.now().getTime() + patienceMilliseconds
  let state = first
  while (!done(state) && clock.now().getTime() < end) {
    await database.read.nextChange(state.document.id, lookAgainMilliseconds)
    state = await again()
  }
  return state
}
