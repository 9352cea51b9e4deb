/**
 * What may be said of a span: kinds, routes as they are bound, states and the operator's own hosts. Nothing else crosses to
 * a collector, which is another system with other readers (ADR 38).
 */
export type SpanFacts = {
  'http.request.method'?: string
  'http.route'?: string
  'http.response.status_code'?: number
  'db.system.name'?: 'postgresql'
  'db.operation.name'?: string
  'musubi.job'?: string
  /** Which of the operator's gateways or authorities, such as `first.http`. */
  'musubi.tool'?: string
  'musubi.outcome'?: string
  /** Of the operator's own mail server; never that of a team's webhook. */
  'server.address'?: string
  /** The kind of an error, never its words. */
  'error.type'?: string
}

/** `outgoing`: a request to another system; `job`: a job that was queued; `request`: one of somebody else's. */
export type SpanKind = 'inside' | 'outgoing' | 'job' | 'request'

/** Adds what is known later. */
type Note = (facts: SpanFacts) => void

/** A span that is begun here and ended elsewhere. */
type OpenSpan = {
  /** What it does belongs to the span. */
  within<Answer>(work: () => Answer): Answer
  /** `name`: where it is known only now. */
  end(facts: SpanFacts, name?: string): void
}

/** Spans as the rest of the server makes them. */
export type Tracing = {
  /** The work as a span; one that throws is marked with the kind of its error. */
  span<Answer>(
    name: string,
    kind: SpanKind,
    facts: SpanFacts,
    work: (note: Note) => Promise<Answer>,
  ): Promise<Answer>
  /** `parent`: a `traceparent` (W3C Trace Context) from outside or from the queue; what is none is passed over. */
  begin(name: string, kind: SpanKind, facts: SpanFacts, parent: string | null): OpenSpan
  /** What took so long and has just ended. */
  ended(name: string, kind: SpanKind, facts: SpanFacts, seconds: number): void
  /** The present span as a `traceparent`, for a job that follows from it; null outside of any, or where it is not sampled. */
  carried(): string | null
  /** Sends what is left, and waits for it a moment. Harmless twice. */
  close(): Promise<void>
}
