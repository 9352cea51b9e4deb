/** What a log line says of a failure of ours. */
export type LoggedFailure = { name: string | undefined; code?: string; at: string[] }

/**
 * Enough to find the fault, and nothing of what it was about: messages quote values, and a database's details quote
 * whole rows, so neither is kept.
 */
export function loggedFailure(error: unknown): LoggedFailure {
  const { name, code, stack } = error as { name?: string; code?: string; stack?: string }
  const at = (stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return { name, ...(code === undefined ? {} : { code }), at: at.slice(0, 12).map((line) => line.trim()) }
}
