import type { Pool } from 'pg'
import { type ExaminedChains, examineChains } from '#server/adapters/postgres/installation/audit-chains.ts'
import { type Finding, fail, findings, ok } from './finding.ts'

/** Does each row of the trails follow from the one before? */
export function examineAuditChains(pool: Pool): Promise<Finding[]> {
  const check = 'audit chains'
  const cure =
    'where it says 57014, a minute was too short: examine a copy; else look at the log of PostgreSQL'
  return findings(check, cure, async () => {
    const { teams, documents } = await examineChains(pool)
    const broken = [
      ...teams.broken.map((each) => ({ ...each, what: 'team' })),
      ...documents.broken.map((each) => ({ ...each, what: 'document' })),
    ]
    if (broken.length > 0) {
      const list = broken
        .map(({ what, chain, sequence }) => `${what} ${chain} from row ${sequence}`)
        .join('; ')
      return fail(
        check,
        `These do not hold: ${list}.`,
        'somebody with the rights of the owner changed or removed rows: keep this database as it is, compare the rows with a backup, and find out who had access',
      )
    }
    return ok(check, `${extent(documents)} of documents and ${extent(teams)} of teams hold.`)
  })
}

function extent({ chains, of, rows }: ExaminedChains): string {
  const which = of > chains ? `${chains} chains by lot of about ${of}` : `${chains} chains`
  return `${which} (${rows} rows)`
}
