import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { FastifyInstance } from 'fastify'
import { h } from 'preact'
import { musubi } from '#sdk/client.ts'
import { MusubiRefused } from '#sdk/refused.ts'
import { TroublePage } from '#web/playground/TroublePage.tsx'
import { demoWords } from '#web/playground/words.ts'
import type { PlaygroundNeeds } from '../common/needs.ts'
import { refuseOtherSites } from '../common/same-site.ts'
import { applyRoutes } from './apply-routes.ts'
import { type ContractFonts, unprintable } from './contract-paper.ts'
import { sendPage } from './page.ts'
import { returnRoutes } from './return-routes.ts'
import type { DemoSite } from './site.ts'
import { pathWithoutLanguage, rememberSiteLanguage, siteLanguage } from './site-language.ts'
import { visitorCookie } from './visitor-cookie.ts'

/** The site of a company that lets flats and has its leases signed with Musubi. A stranger to the server: Web API only. */
export function demoSite(server: FastifyInstance, needs: PlaygroundNeeds): void {
  const home = new URL(needs.site)
  const fonts = once(readFonts)
  const site: DemoSite = {
    musubi: musubi({ baseUrl: needs.webApi, clientId: needs.clientId, timeoutMilliseconds: 30_000 }),
    visitor: visitorCookie(needs.clientId, home.protocol === 'https:'),
    clock: needs.clock,
    look: (request) => ({
      stylesheet: needs.assets('playground.css'),
      console: `${needs.webApi}/console`,
      words: demoWords[siteLanguage(request)],
      path: pathWithoutLanguage(request),
    }),
    returnParameters: needs.returnParameters ?? { document: 'document_id', error: 'error' },
    fonts,
    unprintable: (text) => unprintable(text, fonts()),
  }

  // Another site than the signing pages, or cookies and the way back would not be truly crossed.
  server.addHook('onRequest', async (request, reply) => {
    if (request.headers.host === home.host) return
    const path = request.method === 'GET' ? request.url : '/playground/apply'
    return reply.redirect(home.origin + path, 303)
  })
  server.addHook('onRequest', refuseOtherSites(home.origin))
  server.addHook('onRequest', async (request, reply) =>
    rememberSiteLanguage(request, reply, home.protocol === 'https:'),
  )

  // The form's answer leads to the consent URL, and browsers hold form-action against every hop of a redirect.
  const signing = new URL(needs.signingPages ?? needs.webApi).origin
  server.addHook('onSend', async (_request, reply) => {
    reply.header(
      'content-security-policy',
      `default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' ${signing}`,
    )
    reply.header('cache-control', 'no-store')
  })

  server.setErrorHandler(async (error, request, reply) => {
    // A post that is not a form, or too large, is the sender's fault and fastify's own word for it is good enough.
    if (error instanceof Error && 'statusCode' in error && Number(error.statusCode) < 500) throw error
    request.log.error(error)
    const code = error instanceof MusubiRefused ? error.error : null
    return sendPage(reply.code(502), h(TroublePage, { look: site.look(request), code }))
  })

  applyRoutes(server, site)
  returnRoutes(server, site)
}

function readFonts(): ContractFonts {
  const { resolve } = createRequire(import.meta.url)
  const face = (name: string) => readFileSync(resolve(`@expo-google-fonts/noto-sans-jp/${name}.ttf`))
  return { regular: face('400Regular/NotoSansJP_400Regular'), bold: face('700Bold/NotoSansJP_700Bold') }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
