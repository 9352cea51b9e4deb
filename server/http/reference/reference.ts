import type { FastifyPluginAsync } from 'fastify'
import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { openApi } from '#contract/web-api/open-api.ts'
import { ReferencePage, type ReferencePageProps } from '#web/reference/ReferencePage.tsx'
import { keepTogether } from '#web/ui/keep-together.ts'
import { languageOf, rememberLanguage } from '../common/language.ts'
import { setPageHeaders } from '../common/page-headers.ts'
import { referenceEntries } from './entries.ts'

export type ReferenceNeeds = Pick<ReferencePageProps, 'assets' | 'evaluation'> & { publicUrl: string }

/** What developers who integrate read: the description for tools and the page for people. Both without a token. */
export function reference({ publicUrl, assets, evaluation }: ReferenceNeeds): FastifyPluginAsync {
  const https = publicUrl.startsWith('https:')
  const description = openApi(publicUrl)
  const text = JSON.stringify(description)
  const drawn = new Map<string, string>()

  /** The same for everybody, so each language is drawn once. */
  function pageIn(lang: 'ja' | 'en'): string {
    const known = drawn.get(lang)
    if (known !== undefined) return known
    const entries = referenceEntries(description)
    const props = { lang, assets, evaluation, entries }
    const page = `<!doctype html>${keepTogether(renderToString(h(ReferencePage, props)))}`
    drawn.set(lang, page)
    return page
  }

  return async (server) => {
    server.get('/openapi.json', (_request, reply) =>
      reply
        .headers({
          'content-type': 'application/json; charset=utf-8',
          'x-content-type-options': 'nosniff',
          'cache-control': 'no-cache',
          // It holds nothing of anybody's, and tools in browsers load it from elsewhere.
          'access-control-allow-origin': '*',
        })
        .send(text),
    )

    server.get('/reference', (request, reply) => {
      setPageHeaders(reply, { https, frameAncestors: [] })
      rememberLanguage(request, reply, https)
      return reply.type('text/html; charset=utf-8').send(pageIn(languageOf(request)))
    })
  }
}
