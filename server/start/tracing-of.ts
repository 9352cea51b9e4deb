import type { TracingConfig } from '#server/config/tracing.ts'
import type { Tracing } from '#server/tracing/tracing.ts'

type Tell = (level: 'warn', message: string, fields: Record<string, unknown>) => void

/** Spans to the operator's collector; null, and nothing loaded, where none is named. */
export async function tracingOf(
  config: TracingConfig | null,
  version: string,
  tell: Tell,
): Promise<Tracing | null> {
  if (config === null) return null
  const { createTracing } = await import('#server/tracing/open-telemetry.ts')
  const { host } = new URL(config.url)
  return createTracing({
    ...config,
    version,
    onLost: () =>
      tell('warn', 'spans could not be handed to the collector and are lost', {
        event: 'traces.lost',
        collector: host,
        cure: 'start the collector, or correct OTEL_EXPORTER_OTLP_ENDPOINT and OTEL_EXPORTER_OTLP_HEADERS',
      }),
  })
}
