import { cureOf } from '#server/start/sentence.ts'

/**
 * What one check came to. `says` and `cure` hold no secret, number or address of a person. `cure` is null where all is
 * well.
 */
export type Finding = {
  check: string
  result: 'ok' | 'warn' | 'fail'
  says: string
  cure: string | null
}

export const ok = (check: string, says: string): Finding => ({ check, result: 'ok', says, cure: null })

export const warn = (check: string, says: string, cure: string): Finding => ({
  check,
  result: 'warn',
  says,
  cure,
})

export const fail = (check: string, says: string, cure: string): Finding => ({
  check,
  result: 'fail',
  says,
  cure,
})

/** The findings of a check; what it throws is a finding, too. `cure`: where the failure does not name its own. */
export async function findings(
  check: string,
  cure: string,
  look: () => Promise<Finding | Finding[]>,
): Promise<Finding[]> {
  try {
    const found = await look()
    return Array.isArray(found) ? found : [found]
  } catch (error) {
    const known = cureOf(error)
    if (known !== null) return [{ check, result: 'fail', says: known, cure: null }]
    return [fail(check, reasonOf(error), cure)]
  }
}

/** Codes of the system are words for an operator; the message of anything else may quote what it was given. */
function reasonOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code
  if (typeof code === 'string') return `It failed with ${code}.`
  return `It failed with ${error instanceof Error ? error.name : 'an unknown error'}.`
}
