import { mailDays } from '#domain/mail-day.ts'
import { documentsWithDueAlert } from '#server/adapters/postgres/documents/alert-store.ts'
import { documentsWithContractDay } from '#server/adapters/postgres/documents/contract-day-store.ts'
import { zonesOfTeams } from '#server/adapters/postgres/documents/mail-zones.ts'
import { remindOfAlert } from '#server/usecases/notifying/remind-of-alert.ts'
import { remindOfContractDays } from '#server/usecases/notifying/remind-of-contract-days.ts'
import type { UpkeepTask } from '#server/worker/upkeep.ts'
import { forEachDocument } from './for-each-document.ts'
import type { Services } from './open-services.ts'

/** A minute's; more than that wait for the next. */
const mostAtOnce = 500

/** Alerts, and the days of documents' information, are told on their day. */
export function remindOfDays({ pool, ports, log }: Services): Omit<UpkeepTask, 'log'> {
  return {
    name: 'remind of days',
    async work() {
      const days = mailDays(ports.clock.now(), await zonesOfTeams(pool))
      const alerts = await documentsWithDueAlert(pool, days, mostAtOnce)
      await forEachDocument(alerts, (documentId) => remindOfAlert(ports, documentId), {
        failed: (failure) =>
          log.warn({ event: 'alert.failed', ...failure }, 'an alert could not be told yet'),
      })
      const ends = await documentsWithContractDay(pool, days, mostAtOnce)
      await forEachDocument(ends, (documentId) => remindOfContractDays(ports, documentId), {
        failed: (failure) =>
          log.warn(
            { event: 'contract_day.failed', ...failure },
            'a day of an agreement could not be told yet',
          ),
      })
    },
    everyMilliseconds: 60_000,
  }
}
