import { refusal } from '#domain/refusal.ts'
import { type UrlStatus, urlStatusOf } from '#domain/url-status.ts'
import { clockOf } from '../document-ports.ts'
import type { PhoneVisit, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'secrets'>

/** What a bare consent URL may learn: where it stands, who asks. The document itself is not even read. */
export async function arriveAtSigningUrl(
  { database, clock, secrets }: Needs,
  token: string,
): Promise<PhoneVisit & { urlStatus: UrlStatus }> {
  const visit = await database.read.phoneVisit(secrets.keyedHash('signing-url', token))
  if (visit === null) throw new Refused(refusal('url_unknown'))
  const urlStatus = urlStatusOf(
    visit.url,
    visit.document,
    visit.participant,
    visit.team.copyDays,
    clockOf(clock, visit.document).now(),
  )
  return { ...visit, urlStatus }
}
