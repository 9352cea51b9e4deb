import { countArchives } from '#server/adapters/postgres/documents/archives-to-renew.ts'
import { jobReadings, oldestUnsignedSeconds } from '#server/adapters/postgres/jobs/job-readings.ts'
import { readRecords } from '#server/adapters/postgres/records/record-readings.ts'
import { signingPath } from '#server/adapters/signer/signing-certificate.ts'
import { metricsRoute } from '#server/http/metrics-routes.ts'
import type { Metrics } from '#server/metrics/metrics.ts'
import { parseCertificate } from '#server/verification/certificates.ts'
import type { Health } from './health.ts'
import { recordsLate } from './keep-records.ts'
import type { Services } from './open-services.ts'
import { createProbeServer } from './probe-server.ts'
import { renewalsDue } from './renew-archives.ts'

/** What is read of these services when somebody asks for the measurements. */
export function readServices(metrics: Metrics, services: Services, health: Health): void {
  const { pool, ports, episodes, signer, config, clock } = { ...services, clock: services.ports.clock }
  const tsas = config.timestamps.tsa === 'rfc3161' ? (config.timestamps.certificates ?? []) : []
  const ends = [
    ...signingPath(signer.chain).map(({ der }) => ({ use: 'signing', der })),
    ...tsas.map((der) => ({ use: 'timestamping', der })),
  ].map(({ use, der }) => ({ use, end: parseCertificate(der).notAfter.getTime() }))
  const firstEnds = [...Map.groupBy(ends, ({ use }) => use)].map(([use, of]) => ({
    use,
    end: Math.min(...of.map(({ end }) => end)),
  }))
  metrics.readings({
    async ready() {
      const { parts } = await health.ready()
      return Object.fromEntries(Object.entries(parts).map(([part, { ok }]) => [part, ok]))
    },
    connections: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    databaseAwaySeconds: () => episodes.seconds,
    jobs: () => jobReadings(pool),
    oldestUnsignedSeconds: () => oldestUnsignedSeconds(pool),
    certificates: () =>
      firstEnds.map(({ use, end }) => ({ use, secondsLeft: (end - clock.now().getTime()) / 1000 })),
    async lateArchives() {
      const { late } = renewalsDue(config.validation.renewalDays, clock.now())
      return (await countArchives(pool, late)).count
    },
    async lateRecords() {
      const now = clock.now()
      const { late: endsBefore } = renewalsDue(config.validation.renewalDays, now)
      const { waiting, ending } = await readRecords(pool, { before: recordsLate(now), endsBefore, now })
      return { waiting, ending }
    },
    pdfWorkers: () => ports.pdfWorker.load(),
  })
}

/** The measurements, and the probes, on a port of their own. */
export async function serveMetrics(
  metrics: Metrics,
  port: number,
  services: Services,
  health: Health,
): Promise<{ stop(): Promise<void> }> {
  const server = createProbeServer(services, health)
  metricsRoute(server, metrics, null)
  await server.listen({ host: services.config.host, port })
  return { stop: () => server.close() }
}
