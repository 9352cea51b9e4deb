import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Right } from '#domain/access.ts'
import type { Document } from '#domain/document.ts'
import type { ApiCaller } from '#server/usecases/access-ports.ts'
import type { Origin, Ports } from '#server/usecases/ports.ts'
import type { CallAllowance } from './call-allowance.ts'

export type WebApiOptions = {
  /** Where recipients reach us; signing URLs begin with it. No trailing slash. */
  publicUrl: string
  /** Bytes of one request body; more is 413. */
  maxUploadBytes: number
  /** Calls that one token may make; 0 is no limit. */
  callsPerMinute: number
}

/** What routes are mounted with; `methods` remembers per path which methods answer. */
export type Api = {
  server: FastifyInstance
  ports: Ports
  options: WebApiOptions
  /** Null where there is no limit. */
  allowance: CallAllowance | null
  methods: Map<string, Set<string>>
}

/** One authenticated call. */
export type Call = {
  caller: ApiCaller
  origin: Origin
  params: Record<string, string>
  request: FastifyRequest
  reply: FastifyReply
  now: Date
}

/** `ports`: the tools for this document. */
export type DocumentCall = Call & { document: Document; right: Right; ports: Ports }
