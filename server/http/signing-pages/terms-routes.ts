import type { FastifyInstance } from 'fastify'
import { h } from 'preact'
import { portsOf } from '#server/usecases/document-ports.ts'
import { arriveAtSigningUrl } from '#server/usecases/signing/arrive-at-signing-url.ts'
import { TermsPage } from '#web/signing/TermsPage.tsx'
import type { SigningNeeds } from './needs.ts'
import { chromeOf, sendPage } from './page.ts'
import { type SigningRequest, tokenOf } from './visitor.ts'

/** The team's own terms, where it wrote them here and has no page for them. */
export function termsRoutes(server: FastifyInstance, general: SigningNeeds): void {
  server.get('/s/:token/terms', async (request: SigningRequest, reply) => {
    const token = tokenOf(request)
    const { team, sender, document } = await arriveAtSigningUrl(general, token)
    const needs = portsOf(general, document)
    const base = `/s/${token}`
    const chrome = chromeOf(needs, request, { base, sender, team, session: null })
    return sendPage(needs, reply, h(TermsPage, { chrome, base, text: team.terms.text }), { team })
  })
}
