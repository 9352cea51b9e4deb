import type { FastifyInstance } from 'fastify'
import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { ApplicationPage } from '#web/playground/ApplicationPage.tsx'
import { flats } from '#web/playground/flats.ts'
import { LandingPage } from '#web/playground/LandingPage.tsx'
import { Swallow } from '#web/playground/Swallow.tsx'
import { applicationEntry, dateInJapan, moveInRange, readApplication } from './application-form.ts'
import { sendPage } from './page.ts'
import type { DemoSite } from './site.ts'
import { startContract } from './start-contract.ts'

/** From the shop window to the consent page: what an integrating site does before its customer signs. */
export function applyRoutes(server: FastifyInstance, site: DemoSite): void {
  server.get('/playground', async (request, reply) =>
    sendPage(reply, h(LandingPage, { look: site.look(request), flats })),
  )

  server.get('/playground/', async (_request, reply) => reply.redirect('/playground', 301))

  server.get('/playground/icon.svg', async (_request, reply) =>
    reply.type('image/svg+xml').send(renderToString(h(Swallow, { color: '#a8471b' }))),
  )

  server.get<{ Querystring: { flat?: string } }>('/playground/apply', async (request, reply) => {
    const dates = moveInRange(dateInJapan(site.clock.now()))
    const entry = { name: '', tel: '', flat: String(request.query.flat ?? ''), moveIn: dates.suggested }
    return sendPage(reply, h(ApplicationPage, { look: site.look(request), flats, entry, errors: {}, dates }))
  })

  server.post<{ Body: Map<string, string> | undefined }>('/playground/apply', async (request, reply) => {
    const today = dateInJapan(site.clock.now())
    const entry = applicationEntry(request.body ?? new Map())
    const look = site.look(request)
    const read = readApplication(entry, today, site.unprintable, look.words.application.errors)
    if ('errors' in read) {
      const props = { look, flats, entry, errors: read.errors, dates: moveInRange(today) }
      return sendPage(reply.code(422), h(ApplicationPage, props))
    }

    // Loaded when somebody applies: its PDF library is two megabytes that the server itself never uses.
    const { leaseContract } = await import('./lease-contract.ts')
    const contract = await leaseContract(read.terms, site.fonts())
    const started = await startContract(site.musubi, read.terms, contract)
    const { url } = await site.musubi.issueSigningUrl({
      document_id: started.documentId,
      participant_id: started.participantId,
    })

    // Remember whose contract this is before the browser leaves: the way back proves nothing by itself.
    const before = site.visitor.read(request.headers.cookie)
    reply.header('set-cookie', site.visitor.write([started, ...before]))
    return reply.redirect(inLanguage(url, look.words.lang), 303)
  })
}

/** The signing pages begin in Japanese, and take a visitor's language from the address. */
export function inLanguage(url: string, lang: string): string {
  return lang === 'ja' ? url : `${url}?lang=${lang}`
}
