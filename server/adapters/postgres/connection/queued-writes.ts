/**
 * A store as it is written: what `queue…` of the transaction does not wait for is, here, the statement under way. All
 * else is as the transaction offers it.
 */
export type Sends<Store> = {
  [Name in keyof Store]: Store[Name] extends (...given: infer Given) => infer Answer
    ? Answer extends Promise<unknown>
      ? Store[Name]
      : (...given: Given) => Promise<void>
    : never
}

/** Keeps what is under way, so that the commit can ask for its answer. */
export type Queue = (sent: Promise<unknown>) => void

/**
 * Writes are pipelined: the statement is sent, its result is not awaited; errors surface at the commit. What is wrong
 * before anything is sent is thrown at once.
 */
export function queued<Given extends unknown[]>(queue: Queue, send: (...given: Given) => Promise<void>) {
  return (...given: Given): void => queue(send(...given))
}
