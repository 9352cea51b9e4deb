import { moveTestClockCall, testClockOnWire } from '#contract/web-api/test-clock.ts'
import { rightOf } from '#domain/access.ts'
import { refusal } from '#domain/refusal.ts'
import { isWithinReach, timeOf } from '#domain/test-document.ts'
import { moveTestClock } from '#server/usecases/managing/move-test-clock.ts'
import { Refused } from '#server/usecases/refused.ts'
import { bind } from './bind.ts'
import type { Api } from './call.ts'
import { formOf, read } from './request-form.ts'

/** The clock of a test document: for test clients alone, and our addition to the Web API. */
export function mountTestClockRoutes(api: Api): void {
  const { ports } = api

  bind(api, moveTestClockCall, async ({ caller, origin, request, now }) => {
    if (!caller.test) throw new Refused(refusal('only_for_test_clients'))
    const given = read(await formOf(request), moveTestClockCall.form)
    const { document_id: documentId, days = 0, seconds = 0 } = given
    const milliseconds = (days * 24 * 60 * 60 + seconds) * 1000
    if (milliseconds === 0) throw new Refused(refusal('field_missing', 'days'))
    const document = await ports.database.read.document(documentId)
    if (
      document === null ||
      !isWithinReach(caller, document, 'writes') ||
      rightOf(caller.member, document) !== 'own'
    ) {
      throw new Refused(refusal('clock_of_nothing', 'document_id'))
    }
    const moved = await moveTestClock(ports, origin, { documentId, milliseconds })
    return testClockOnWire(documentId, timeOf(moved, now), moved.clockAhead)
  })
}
