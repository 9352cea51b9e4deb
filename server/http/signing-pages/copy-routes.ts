import type { FastifyInstance } from 'fastify'
import { h } from 'preact'
import { refusal } from '#domain/refusal.ts'
import { Refused } from '#server/usecases/refused.ts'
import { fetchCertificate, fetchSealedFile } from '#server/usecases/signing/fetch-copy.ts'
import { fetchExtract } from '#server/usecases/signing/fetch-extract.ts'
import { CopiesPage } from '#web/signing/CopiesPage.tsx'
import type { Download } from '#web/signing/Downloads.tsx'
import { sendFile } from '../send-file.ts'
import { deliveryOf } from './code-routes.ts'
import type { SigningNeeds } from './needs.ts'
import { outcomeOf } from './outcome.ts'
import { isHttps, seeOther, sendPage } from './page.ts'
import { type Caller, readCaller, type SigningRequest } from './visitor.ts'

type FileRequest = SigningRequest & { params: { token: string; file: string } }

const dayMilliseconds = 24 * 60 * 60 * 1000

/** After conclusion: the sealed files and the certificate, for people without e-mail; and what a page asks meanwhile. */
export function copyRoutes(server: FastifyInstance, general: SigningNeeds): void {
  server.get('/s/:token/copies', async (request: SigningRequest, reply) => {
    const caller = await readCaller(general, request)
    const { needs } = caller
    if (caller.urlStatus !== 'concluded') return seeOther(reply, caller.base)
    if (caller.session?.state !== 'authenticated') return seeOther(reply, `${caller.base}/copy`)
    const { chrome, document, team } = caller
    const concludedAt = document.concludedAt ?? document.updatedAt
    const page = h(CopiesPage, {
      chrome,
      title: document.title,
      downloads: [...downloadsOf(caller), extractOf(caller)],
      concludedAt,
      availableUntil: new Date(concludedAt.getTime() + team.copyDays * dayMilliseconds),
    })
    return sendPage(needs, reply, page, { team })
  })

  server.get('/s/:token/sealed/:file', async (request, reply) => {
    const caller = await readCaller(general, request as FileRequest)
    const { needs } = caller
    if (!mayFetch(caller)) return seeOther(reply, caller.base)
    const file = await fetchSealedFile(needs, caller.document, (request as FileRequest).params.file)
    return sendFile(reply, file, { kind: 'attachment', https: isHttps(needs) })
  })

  server.get('/s/:token/certificate', async (request: SigningRequest, reply) => {
    const caller = await readCaller(general, request)
    const { needs } = caller
    if (!mayFetch(caller)) return seeOther(reply, caller.base)
    const file = await fetchCertificate(needs, caller.document)
    return sendFile(reply, file, { kind: 'attachment', https: isHttps(needs) })
  })

  // Of whoever asks, and of nobody else.
  server.get('/s/:token/certificate/extract', async (request: SigningRequest, reply) => {
    const caller = await readCaller(general, request)
    const { needs, document, participant } = caller
    if (!mayFetch(caller)) return seeOther(reply, caller.base)
    const file = await fetchExtract(needs, document, participant.id)
    return sendFile(reply, file, { kind: 'attachment', https: isHttps(needs) })
  })

  server.get('/s/:token/status', async (request: SigningRequest, reply) => {
    const caller = await readCaller(general, request)
    const { needs } = caller
    if (caller.session === null) throw new Refused(refusal('session_missing'))
    const { delivery } = await needs.database.read.codeStatus(caller.participant.id)
    const outcome =
      caller.session.state === 'authenticated'
        ? outcomeOf(caller.document, needs.sealer.validUntil, needs.clock.now())
        : null
    const concluded = outcome === 'concluded'
    return reply
      .header('cache-control', 'no-store')
      .send({ delivery: deliveryOf(delivery), concluded, outcome })
  })
}

export function downloadsOf({ base, document }: Pick<Caller, 'base' | 'document'>): Download[] {
  return [
    ...document.files.map((file) => ({
      kind: 'sealed' as const,
      name: file.name,
      url: `${base}/sealed/${file.id}`,
    })),
    { kind: 'certificate' as const, name: '合意締結証明書.pdf', url: `${base}/certificate` },
  ]
}

function extractOf({ base }: Pick<Caller, 'base'>): Download {
  return { kind: 'extract', name: '合意締結証明書（抄本）.pdf', url: `${base}/certificate/extract` }
}

function mayFetch(caller: Caller): boolean {
  return caller.urlStatus === 'concluded' && caller.session?.state === 'authenticated'
}
