/**
 * Tells whoever waits that this process has just committed a document. Another process's commits are not heard of, so a
 * wait always has an end of its own.
 */
export interface ChangeNotifier {
  committed(documentId: string): void
  /** Answers at the next commit, or after so many milliseconds. */
  wait(documentId: string, milliseconds: number): Promise<void>
}

export function changeNotifier(): ChangeNotifier {
  const waiting = new Map<string, Set<() => void>>()

  return {
    committed(documentId) {
      for (const answer of waiting.get(documentId) ?? []) answer()
    },
    wait(documentId, milliseconds) {
      return new Promise((resolve) => {
        const others = waiting.get(documentId) ?? new Set()
        waiting.set(documentId, others)
        const answer = () => {
          clearTimeout(timer)
          others.delete(answer)
          if (others.size === 0 && waiting.get(documentId) === others) waiting.delete(documentId)
          resolve()
        }
        const timer = setTimeout(answer, milliseconds)
        others.add(answer)
      })
    },
  }
}
