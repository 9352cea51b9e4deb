import type { Reader } from './environment.ts'

/** Where spans go, and which of them; null: nothing is traced, and nothing for it is loaded. */
export type TracingConfig = {
  url: string
  headers: Record<string, string>
  timeoutMilliseconds: number
  /** `service.name` and whatever else the operator says of this process. */
  resource: Record<string, string>
  sampler: { name: SamplerName; ratio: number }
}

const samplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const
type SamplerName = (typeof samplers)[number]

/**
 * The variables of OpenTelemetry that concern traces, with its names and meanings ("OpenTelemetry Environment Variable
 * Specification", "OTLP Exporter Configuration").
 */
export function readTracing(read: Reader): TracingConfig | null {
  const isOff =
    read.text('OTEL_SDK_DISABLED')?.toLowerCase() === 'true' ||
    read.oneOf('OTEL_TRACES_EXPORTER', ['otlp', 'none'], 'otlp') === 'none'
  const url = urlOf(read)
  if (isOff || url === null) return null
  if (read.text('OTEL_EXPORTER_OTLP_PROTOCOL') !== null)
    read.oneOf('OTEL_EXPORTER_OTLP_PROTOCOL', ['http/protobuf'], 'http/protobuf')
  const service = read.text('OTEL_SERVICE_NAME')
  return {
    url,
    headers: {
      ...pairs(read, 'OTEL_EXPORTER_OTLP_HEADERS'),
      ...pairs(read, 'OTEL_EXPORTER_OTLP_TRACES_HEADERS'),
    },
    timeoutMilliseconds: read.integer('OTEL_EXPORTER_OTLP_TIMEOUT', 10_000, 1, 600_000),
    resource: {
      'service.name': 'musubi',
      ...pairs(read, 'OTEL_RESOURCE_ATTRIBUTES'),
      ...(service === null ? {} : { 'service.name': service }),
    },
    sampler: {
      name: read.oneOf('OTEL_TRACES_SAMPLER', [...samplers], 'parentbased_always_on'),
      ratio: ratioIn(read),
    },
  }
}

/** That of traces as it stands; else the common one, to which `v1/traces` is added. */
function urlOf(read: Reader): string | null {
  const [own, common] = (['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'] as const).map(
    (name) => {
      const given = read.text(name)
      if (given === null || /^https?:$/.test(URL.parse(given)?.protocol ?? '')) return given
      read.problem(`${name} is not an address such as http://collector.internal:4318.`)
      return null
    },
  )
  return own ?? (common == null ? null : `${common.replace(/\/$/, '')}/v1/traces`)
}

/** `name=value,name=value`, percent-encoded (W3C Baggage without properties). */
function pairs(
  read: Reader,
  name: 'OTEL_EXPORTER_OTLP_HEADERS' | 'OTEL_EXPORTER_OTLP_TRACES_HEADERS' | 'OTEL_RESOURCE_ATTRIBUTES',
): Record<string, string> {
  const given = (read.text(name) ?? '').split(',').filter((each) => each.trim() !== '')
  return Object.fromEntries(
    given.map((each) => {
      const [, key = '', value = ''] = /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/.exec(each) ?? []
      if (key !== '' && !/%(?![0-9a-f]{2})/i.test(value)) return [key, decodeURIComponent(value)]
      // The value may be a secret, so only its variable is named.
      read.problem(`${name} is not a list such as name=value,name=value, percent-encoded.`)
      return ['', '']
    }),
  )
}

function ratioIn(read: Reader): number {
  const given = read.text('OTEL_TRACES_SAMPLER_ARG')
  if (given === null) return 1
  const ratio = Number(given)
  if (ratio >= 0 && ratio <= 1) return ratio
  read.problem('OTEL_TRACES_SAMPLER_ARG is not a number from 0 to 1.')
  return 1
}
