import { expect, test } from 'vitest'
import { reader } from './environment.ts'
import { readTracing } from './tracing.ts'
import type { Environment } from './variables.ts'

function read(environment: Environment) {
  const problems: string[] = []
  return { tracing: readTracing(reader(environment, problems)), problems }
}
const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/' }

test('without an endpoint, or switched off, nothing is traced', () => {
  for (const environment of [
    {},
    { OTEL_SERVICE_NAME: 'contracts' },
    { ...endpoint, OTEL_SDK_DISABLED: 'True' },
    { ...endpoint, OTEL_TRACES_EXPORTER: 'none' },
  ])
    expect(read(environment)).toEqual({ tracing: null, problems: [] })
})

test('the common endpoint gets the path of traces, that of traces stands as it is', () => {
  expect(read(endpoint).tracing?.url).toBe('http://collector:4318/v1/traces')
  const own = { ...endpoint, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://a.example/x' }
  expect(read(own).tracing?.url).toBe('https://a.example/x')
})

test('headers, attributes, the name and the sampler are those of the standard', () => {
  const { tracing, problems } = read({
    ...endpoint,
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20abc, x-team=a=b',
    OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x-team=traces',
    OTEL_RESOURCE_ATTRIBUTES: 'service.name=other,deployment.environment.name=staging',
    OTEL_SERVICE_NAME: 'contracts',
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0.25',
  })
  expect(problems).toEqual([])
  expect(tracing).toMatchObject({
    headers: { authorization: 'Bearer abc', 'x-team': 'traces' },
    resource: { 'service.name': 'contracts', 'deployment.environment.name': 'staging' },
    sampler: { name: 'parentbased_traceidratio', ratio: 0.25 },
    timeoutMilliseconds: 10_000,
  })
})

test.each([
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, 'OTEL_EXPORTER_OTLP_ENDPOINT'],
  [{ ...endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, 'OTEL_EXPORTER_OTLP_PROTOCOL'],
  [{ ...endpoint, OTEL_TRACES_SAMPLER: 'sometimes' }, 'OTEL_TRACES_SAMPLER'],
  [{ ...endpoint, OTEL_TRACES_SAMPLER_ARG: '2' }, 'OTEL_TRACES_SAMPLER_ARG'],
  [{ ...endpoint, OTEL_EXPORTER_OTLP_HEADERS: 'authorization: Bearer abc' }, 'OTEL_EXPORTER_OTLP_HEADERS'],
  [{ ...endpoint, OTEL_EXPORTER_OTLP_HEADERS: 'a=%zz' }, 'OTEL_EXPORTER_OTLP_HEADERS'],
])('what cannot be read is one sentence that names the variable and no value: %j', (environment, name) => {
  const { problems } = read(environment)
  expect(problems).toHaveLength(1)
  expect(problems[0]).toMatch(new RegExp(`^${name} is not `))
  expect(problems[0]).not.toContain('Bearer')
})
