/**
 * Does every step, one after the other. One that fails must not keep the others running, least of all the database; the
 * first failure is thrown at the end.
 */
export async function stopInOrder(steps: (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = []
  for (const step of steps) await step().catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}
