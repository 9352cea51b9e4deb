import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { until } from './until.ts'

export type CollectedSpan = {
  traceId: string
  spanId: string
  parentId: string
  name: string
  /** 1 internal, 2 server, 3 client, 5 consumer. */
  kind: number
  attributes: Record<string, string | number>
  /** 2: an error. */
  status: number
  resource: Record<string, string | number>
}

/** A real receiver of OTLP over HTTP on loopback, that reads protobuf with a reader of its own. */
export type Collector = {
  url: string
  spans: CollectedSpan[]
  /** Every byte that came, as text. */
  bytes(): string
  headers: IncomingHttpHeaders[]
  answering: number
  /** Waits for a span of this name. */
  named(name: string): Promise<CollectedSpan>
  close(): void
}

export async function startCollector(): Promise<Collector> {
  const bodies: Buffer[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    bodies.push(body)
    collector.headers.push({ ...request.headers, ':path': request.url ?? '' })
    if (collector.answering === 200) collector.spans.push(...spansIn(body))
    response.writeHead(collector.answering, { 'content-type': 'application/x-protobuf' }).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const collector: Collector = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans: [],
    bytes: () => Buffer.concat(bodies).toString(),
    headers: [],
    answering: 200,
    async named(name) {
      await until(`a span ${name}`, () => collector.spans.some((each) => each.name === name))
      return collector.spans.findLast((each) => each.name === name) as CollectedSpan
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
  return collector
}

type Field = { number: number; value: Buffer | bigint }

/** Protocol Buffers, "Encoding": varints, fixed and length-delimited fields. */
function fieldsOf(bytes: Buffer): Field[] {
  const fields: Field[] = []
  let at = 0
  const varint = () => {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++]
      if (byte === undefined) throw new Error('no protobuf: it ends in a number')
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
  }
  while (at < bytes.length) {
    const key = Number(varint())
    const length = { 0: 0, 1: 8, 2: -1, 5: 4 }[key & 7]
    if (length === undefined) throw new Error(`no protobuf: wire type ${key & 7}`)
    if (length === 0) fields.push({ number: key >> 3, value: varint() })
    else {
      const size = length === -1 ? Number(varint()) : length
      if (at + size > bytes.length) throw new Error('no protobuf: it ends in a field')
      fields.push({ number: key >> 3, value: bytes.subarray(at, at + size) })
      at += size
    }
  }
  return fields
}

const all = (fields: Field[], number: number): Buffer[] =>
  fields.flatMap((each) => (each.number === number && Buffer.isBuffer(each.value) ? [each.value] : []))
const first = (fields: Field[], number: number) => all(fields, number)[0] ?? Buffer.alloc(0)
const numberIn = (fields: Field[], number: number) =>
  Number(fields.find((each) => each.number === number && typeof each.value === 'bigint')?.value ?? 0n)

/** opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest. */
function spansIn(body: Buffer): CollectedSpan[] {
  return all(fieldsOf(body), 1).flatMap((resourceSpans) => {
    const parts = fieldsOf(resourceSpans)
    const resource = attributesIn(fieldsOf(first(parts, 1)), 1)
    return all(parts, 2)
      .flatMap((scopeSpans) => all(fieldsOf(scopeSpans), 2))
      .map((span) => spanOf(fieldsOf(span), resource))
  })
}

function spanOf(fields: Field[], resource: CollectedSpan['resource']): CollectedSpan {
  return {
    traceId: first(fields, 1).toString('hex'),
    spanId: first(fields, 2).toString('hex'),
    parentId: first(fields, 4).toString('hex'),
    name: first(fields, 5).toString(),
    kind: numberIn(fields, 6),
    attributes: attributesIn(fields, 9),
    status: numberIn(fieldsOf(first(fields, 15)), 3),
    resource,
  }
}

function attributesIn(fields: Field[], number: number): Record<string, string | number> {
  return Object.fromEntries(
    all(fields, number).map((keyValue) => {
      const parts = fieldsOf(keyValue)
      const value = fieldsOf(first(parts, 2))
      const text = all(value, 1)[0]
      return [first(parts, 1).toString(), text === undefined ? numberIn(value, 3) : text.toString()]
    }),
  )
}
