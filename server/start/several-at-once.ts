/** Does the same with each of a source, so many at a time, in their order. The first failure is the answer; what has begun then ends by itself. */
export async function severalAtOnce<Each>(
  source: AsyncIterator<Each> | Iterator<Each>,
  atOnce: number,
  work: (each: Each) => Promise<void>,
): Promise<void> {
  const workers = Array.from({ length: atOnce }, async () => {
    for (let next = await source.next(); next.done !== true; next = await source.next())
      await work(next.value)
  })
  await Promise.all(workers)
}
