import type { Config } from '#server/config/config.ts'
import { type Finding, ok, warn } from './finding.ts'

/** Whether certificates of agreement say where their issuer is: whoever doubts one in ten years must know whom to ask. */
export function examineIssuer({ mode, issuer }: Pick<Config, 'mode' | 'issuer'>): Finding[] {
  const check = 'issuer'
  // Nobody asks about a document that binds nobody.
  if (mode === 'evaluation') return []
  const missing = [
    ...(issuer.address === null ? ['OPERATOR_ADDRESS'] : []),
    ...(issuer.contact === null ? ['OPERATOR_CONTACT'] : []),
  ]
  if (missing.length === 0) return [ok(check, 'Certificates of agreement name an address and a contact.')]
  const what =
    issuer.address !== null
      ? 'no contact'
      : issuer.contact !== null
        ? 'no address'
        : 'no address and no contact'
  return [
    warn(check, `Certificates of agreement name ${what} of the operator.`, `set ${missing.join(' and ')}`),
  ]
}
