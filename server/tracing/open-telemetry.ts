import { AsyncLocalStorage } from 'node:async_hooks'
import {
  type Context,
  isSpanContextValid,
  SpanKind as OtelKind,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import type { SpanFacts, SpanKind, Tracing } from './tracing.ts'

export type TracingOptions = {
  url: string
  headers: Record<string, string>
  timeoutMilliseconds: number
  resource: Record<string, string>
  sampler: { name: string; ratio: number }
  version: string
  /** Told, once a minute at most, that spans could not be handed over. */
  onLost: () => void
}

const kinds: Record<SpanKind, OtelKind> = {
  inside: OtelKind.INTERNAL,
  outgoing: OtelKind.CLIENT,
  job: OtelKind.CONSUMER,
  request: OtelKind.SERVER,
}

const farewellMilliseconds = 3_000
const tellEveryMilliseconds = 60_000

/**
 * Spans by OpenTelemetry's own SDK, in batches to a collector. Nothing of it is global: no library of this process finds a
 * provider, so nobody but us makes a span. The context is kept by node itself.
 */
export function createTracing(options: TracingOptions): Tracing {
  const { url, headers, timeoutMilliseconds, resource, version } = options
  const lost = seldom(options.onLost)
  const exporter = new OTLPTraceExporter({ url, headers, timeoutMillis: timeoutMilliseconds })
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.version': version, ...resource }),
    sampler: samplerOf(options.sampler),
    spanProcessors: [new BatchSpanProcessor({ exporter: telling(exporter, lost) })],
    spanLimits: { attributeCountLimit: 16, attributeValueLengthLimit: 200 },
  })
  const tracer = provider.getTracer('musubi', version)
  const here = new AsyncLocalStorage<Context>()
  const now = () => here.getStore() ?? ROOT_CONTEXT
  let closing: Promise<void> | null = null

  function begun(name: string, kind: SpanKind, facts: SpanFacts, parent: Context, startTime?: number): Span {
    const options = {
      kind: kinds[kind],
      attributes: facts,
      ...(startTime === undefined ? {} : { startTime }),
    }
    return tracer.startSpan(name, options, parent)
  }

  return {
    async span(name, kind, facts, work) {
      const span = begun(name, kind, facts, now())
      const note = (more: SpanFacts) => void span.setAttributes(more)
      try {
        return await here.run(trace.setSpan(now(), span), () => work(note))
      } catch (error) {
        fail(span, error instanceof Error ? error.name : 'unknown')
        throw error
      } finally {
        span.end()
      }
    },
    begin(name, kind, facts, parent) {
      const remote = parent === null ? null : readTraceParent(parent)
      const from = remote === null ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, remote)
      const span = begun(name, kind, facts, from)
      const within = trace.setSpan(from, span)
      return {
        within: (work) => here.run(within, work),
        end(facts, name) {
          if (name !== undefined) span.updateName(name)
          const failed = facts['error.type']
          if (failed !== undefined) fail(span, failed)
          span.setAttributes(facts).end()
        },
      }
    },
    ended(name, kind, facts, seconds) {
      const span = begun(
        name,
        kind,
        facts,
        now(),
        performance.timeOrigin + performance.now() - seconds * 1000,
      )
      if (facts['error.type'] !== undefined) fail(span, facts['error.type'])
      span.end()
    },
    carried() {
      const span = trace.getSpanContext(now())
      if (span === undefined || !isSpanContextValid(span) || !isSampled(span)) return null
      return `00-${span.traceId}-${span.spanId}-01`
    },
    close() {
      // What it sends then, it waits for; one that hangs must not hold the process.
      closing ??= within(farewellMilliseconds, provider.shutdown()).then((ended) => {
        if (!ended) lost()
      })
      return closing
    },
  }
}

function fail(span: Span, type: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', type)
}

const isSampled = ({ traceFlags }: SpanContext) => (traceFlags & TraceFlags.SAMPLED) !== 0

/** W3C Trace Context §3.2, version 00; `tracestate` and baggage may hold anything of anybody's, and are left where they are. */
function readTraceParent(text: string): SpanContext | null {
  const [, traceId, spanId, flags] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(text) ?? []
  if (traceId === undefined || spanId === undefined || flags === undefined) return null
  const read = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true }
  return isSpanContextValid(read) ? read : null
}

function samplerOf({ name, ratio }: TracingOptions['sampler']): Sampler {
  const root: Sampler = name.endsWith('traceidratio')
    ? new TraceIdRatioBasedSampler(ratio)
    : name.endsWith('always_off')
      ? new AlwaysOffSampler()
      : new AlwaysOnSampler()
  return name.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root
}

/** The same exporter; that it fails is told, without its words. */
function telling(exporter: SpanExporter, onLost: () => void): SpanExporter {
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        if (result.code !== 0) onLost()
        done(result)
      })
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  }
}

function seldom(tell: () => void): () => void {
  let told = Number.NEGATIVE_INFINITY
  return () => {
    if (performance.now() - told < tellEveryMilliseconds) return
    told = performance.now()
    tell()
  }
}

/** Gives up waiting, never the process. Answers whether it ended well in time. */
function within(milliseconds: number, work: Promise<void>): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => setTimeout(resolve, milliseconds, false).unref())
  return Promise.race([work.then(() => true).catch(() => false), late])
}
