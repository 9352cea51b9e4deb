import multipart, { type MultipartFile } from '@fastify/multipart'
import type {
  FastifyBaseLogger,
  FastifyError,
  FastifyPluginAsync,
  FastifyReply,
  FastifyRequest,
} from 'fastify'
import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { type VerifyOutcome, VerifyPage } from '#web/verify/VerifyPage.tsx'
import { setCookie } from '../console-pages/cookies.ts'
import { languageCookie, languageCookieLife, languageOf } from '../console-pages/language.ts'
import { loggedFailure } from '../failure.ts'
import { setPageHeaders } from '../page-headers.ts'
import type { VerifyNeeds } from './needs.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { receiveFile } from './receive-file.ts'

const largestFile = 50 * 1024 * 1024

/** Files that wait to be looked at; each may take the press's whole deadline. */
const longestLine = 8

const statusOf = { busy: 503, too_large: 413, missing: 400, not_pdf: 400, hash_malformed: 400 } as const

/** Anyone checks a PDF, without log-in. The file is gone before the answer leaves. Under the prefix `/verify`. */
export function verifyPages(needs: VerifyNeeds): FastifyPluginAsync {
  const https = needs.publicUrl.startsWith('https:')
  const inLine = oneAtATime(longestLine)
  return async (server) => {
    if (!server.hasContentTypeParser('multipart/form-data')) await server.register(multipart)
    server.addHook('onRequest', async (request, reply) => {
      setPageHeaders(reply, { https, frameAncestors: [] })
      const { lang } = request.query as { lang?: unknown }
      if (lang === 'ja' || lang === 'en') {
        reply.header('set-cookie', setCookie(languageCookie, lang, https, languageCookieLife))
      }
    })
    server.setErrorHandler(async (error: FastifyError, request, reply) => {
      const status = error.statusCode ?? 500
      if (status >= 500) request.log.error({ failure: loggedFailure(error) }, 'the verification page failed')
      const problem = status === 413 ? 'too_large' : status >= 500 ? 'busy' : 'missing'
      return answer(request, reply.code(status), { kind: 'problem', problem })
    })

    server.get('/', async (request, reply) => {
      const { sha256 } = request.query as { sha256?: unknown }
      if (sha256 === undefined || sha256 === '') return answer(request, reply, { kind: 'nothing' })
      const hash = typeof sha256 === 'string' ? sha256.replace(/[\s:]/g, '').toLowerCase() : ''
      if (!/^[0-9a-f]{64}$/.test(hash)) {
        return answer(request, reply.code(400), { kind: 'problem', problem: 'hash_malformed' })
      }
      const issued = await needs.database.read.sealedFile(hash)
      return answer(request, reply, { kind: 'hash', sha256: hash, issued })
    })

    server.post('/', async (request, reply) => {
      if (isForeign(request)) return answer(request, reply.code(403), { kind: 'problem', problem: 'missing' })
      const upload = await request.file({ limits: { fileSize: largestFile, files: 1, fields: 4, parts: 8 } })
      if (upload === undefined) {
        return answer(request, reply.code(400), { kind: 'problem', problem: 'missing' })
      }
      const outcome = await examine(upload, request.log)
      const status = outcome.kind === 'problem' ? statusOf[outcome.problem] : 200
      return answer(request, reply.code(status), outcome)
    })
  }

  /** The file lives only as long as this takes. */
  async function examine(upload: MultipartFile, log: FastifyBaseLogger): Promise<VerifyOutcome> {
    const { path, dispose } = await needs.workspace.newFile()
    try {
      const received = await receiveFile(upload, path)
      if (received !== 'received') {
        return { kind: 'problem', problem: received === 'empty' ? 'missing' : received }
      }
      const sha256 = await needs.workspace.sha256(path)
      const issued = await needs.database.read.sealedFile(sha256)
      const looked = await inLine(async () => {
        const signatures = await needs.press.listSignatures(path).catch((error: unknown) => {
          log.warn({ event: 'verify.unreadable', failure: loggedFailure(error) })
          return null
        })
        return { signatures }
      })
      if (looked === null) return { kind: 'problem', problem: 'busy' }
      return { kind: 'file', sha256, issued, signatures: looked.signatures }
    } finally {
      await dispose()
    }
  }

  function answer(request: FastifyRequest, reply: FastifyReply, outcome: VerifyOutcome): FastifyReply {
    const { lang } = request.query as { lang?: unknown }
    const page = h(VerifyPage, {
      lang: lang === 'ja' || lang === 'en' ? lang : languageOf(request),
      assets: needs.assets,
      evaluation: needs.evaluation,
      operator: { name: needs.trust.operator, signers: needs.trust.signers },
      outcome,
    })
    return reply.type('text/html; charset=utf-8').send(`<!doctype html>${renderToString(page)}`)
  }

  /** Nobody is signed in here, so no token: but other sites shall not use this server's time through visitors. */
  function isForeign(request: FastifyRequest): boolean {
    const { origin } = request.headers
    const site = request.headers['sec-fetch-site']
    return (
      (origin !== undefined && origin !== needs.publicUrl) || (site !== undefined && site !== 'same-origin')
    )
  }
}
