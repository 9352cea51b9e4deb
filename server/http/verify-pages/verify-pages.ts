import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { h } from 'preact'
import { MachineBusy } from '#server/usecases/refused.ts'
import type { FileExamined, Trust } from '#server/usecases/sealing-ports.ts'
import type { Examined, Issued } from '#web/verify/signatures.ts'
import { type VerifyOutcome, VerifyPage } from '#web/verify/VerifyPage.tsx'
import { languageOf, rememberLanguage } from '../common/language.ts'
import { setPageHeaders } from '../common/page-headers.ts'
import { sendPage } from '../common/send-page.ts'
import { loggedFailure } from '../failure.ts'
import { unavailable, willPass } from '../unavailable.ts'
import { admission, floorBytes, sendingMilliseconds } from './admission.ts'
import { checkerRoutes } from './checker-routes.ts'
import type { VerifyNeeds } from './needs.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { receiveFile } from './receive-file.ts'
import { statementOn } from './statement.ts'

/** Files that wait to be looked at; each may take the PDF worker's whole deadline. */
const longestLine = 8

/** Each costs a look-up; a file of ours has at most one state for each of 129 acts, and a stranger's may have any number. */
const mostStatesAsked = 130

const statusOf = {
  busy: 503,
  too_often: 429,
  too_slow: 408,
  too_large: 413,
  missing: 400,
  not_pdf: 400,
  hash_malformed: 400,
} as const

/** Anyone checks a PDF, without log-in. The file is gone before the answer leaves. Under the prefix `/verify`. */
export function verifyPages(needs: VerifyNeeds): FastifyPluginAsync {
  const https = needs.publicUrl.startsWith('https:')
  const inLine = oneAtATime(longestLine)
  const door = admission(needs)
  return async (server) => {
    // Read by the route, once the sender was admitted.
    server.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null))
    server.addHook('onRequest', async (request, reply) => {
      setPageHeaders(reply, { https, frameAncestors: [] })
      rememberLanguage(request, reply, https)
    })
    server.setErrorHandler(async (error: FastifyError, request, reply) => {
      if (willPass(error)) {
        return answer(request, unavailable(reply), { kind: 'problem', problem: 'busy' })
      }
      const status = error.statusCode ?? 500
      if (status >= 500) request.log.error({ failure: loggedFailure(error) }, 'the verification page failed')
      const problem = status === 413 ? 'too_large' : status >= 500 ? 'busy' : 'missing'
      return answer(request, reply.code(status), { kind: 'problem', problem })
    })

    checkerRoutes(server, needs)

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
      const admitted = await door.admit(request.ip)
      // What is not taken in is not read to its end either.
      if (typeof admitted === 'string') {
        if (admitted === 'busy') {
          const facts = {
            event: 'verify.no_room',
            free: await needs.workspace.freeBytes(),
            least: floorBytes,
          }
          request.log.warn(
            facts,
            'too little is free where files are looked at, so /verify takes none; make room on the disk of MUSUBI_DATA',
          )
        }
        reply.header('connection', 'close').code(statusOf[admitted])
        return answer(request, reply, { kind: 'problem', problem: admitted })
      }
      const slow = AbortSignal.timeout(sendingMilliseconds)
      try {
        const outcome = await examine(request, slow)
        const status = outcome.kind === 'problem' ? statusOf[outcome.problem] : 200
        return await answer(request, reply.code(status), outcome)
      } catch (error) {
        if (!slow.aborted) throw error
        reply.header('connection', 'close').code(408)
        return await answer(request, reply, { kind: 'problem', problem: 'too_slow' })
      } finally {
        admitted.leave()
      }
    })
  }

  /** Test documents are sealed with keys of their own, and no other document is believed by these. */
  function trustOf(issued: Issued): Trust {
    return issued?.test === true ? needs.testSealing(needs.clock).trust : needs.trust
  }

  /** The file lives only as long as this takes. */
  async function examine(request: FastifyRequest, slow: AbortSignal): Promise<VerifyOutcome> {
    const { path, dispose } = await needs.workspace.newFile()
    try {
      const received = await receiveFile(request, path, slow)
      if (received !== 'received') {
        return { kind: 'problem', problem: received === 'empty' ? 'missing' : received }
      }
      const sha256 = await needs.workspace.sha256(path)
      const issued = await needs.database.read.sealedFile(sha256)
      const trust = trustOf(issued)
      const { tsas: trustedTsas, certificates } = await trust.trusted()
      const found = await inLine(() =>
        needs.pdfWorker
          .examineFile({ path, trustedTsas })
          .catch(async (error: unknown): Promise<FileExamined> => {
            const busy = error instanceof MachineBusy
            const { costly } = error as { costly?: unknown }
            if (costly === true || (busy && error.heavy)) await door.wasCostly(request.ip)
            if (busy) throw error
            request.log.warn({ event: 'verify.unreadable', failure: loggedFailure(error) })
            return { kind: 'damaged' }
          }),
      )
      if (found === null) return { kind: 'problem', problem: 'busy' }
      const now = needs.clock.now()
      // What it costs was paid already; one that cannot be judged all the same is answered without the list of findings.
      const judgement = await inLine(() =>
        needs.pdfWorker
          .judgeFile({ path, signers: certificates, tsas: trustedTsas, now })
          .catch(async (error: unknown) => {
            if (error instanceof MachineBusy && error.heavy) await door.wasCostly(request.ip)
            request.log.warn({ event: 'verify.unjudged', failure: loggedFailure(error) })
            return null
          }),
      )
      const examined = await compareWithIssued(found, trust)
      const outcome = { kind: 'file' as const, sha256, issued, examined, judgement, statement: null }
      return { ...outcome, statement: await stated(request, outcome) }
    } finally {
      await dispose()
    }
  }

  /** A key that is away does not keep anybody from the answer. */
  async function stated(
    request: FastifyRequest,
    outcome: Extract<VerifyOutcome, { kind: 'file' }>,
  ): Promise<string | null> {
    try {
      return await statementOn(needs, outcome)
    } catch (error) {
      request.log.warn({ event: 'verify.unstated', failure: loggedFailure(error) })
      return null
    }
  }

  /** Whether this server issued the file, or its beginning, is asked of the database; never of what a file says. */
  async function compareWithIssued(found: FileExamined, trust: Trust): Promise<Examined> {
    if (found.kind === 'damaged') return found
    const { signers, tsas } = await trust.trusted()
    const ours = found.signers.some((each) => signers.includes(each))
    if (found.kind === 'encrypted') return { kind: 'encrypted', ours }
    let part: Issued = null
    for (const { sha256 } of found.states.slice(0, mostStatesAsked)) {
      part = await needs.database.read.sealedFile(sha256)
      if (part !== null) break
    }
    const { moved, missing } = found
    // Where evaluation takes any authority, that of our own signatures is the one that stamped here.
    const signatures = found.signatures.map((each) => ({
      ...each,
      tsaKnown: each.tsaKnown || (tsas === 'any' && signers.includes(each.signerSha256)),
    }))
    return { kind: 'read', signatures, moved, missing, part, ours }
  }

  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    outcome: VerifyOutcome,
  ): Promise<FastifyReply> {
    const trust = trustOf(issuedIn(outcome))
    const { signers } = await trust.trusted()
    const page = h(VerifyPage, {
      lang: languageOf(request),
      assets: needs.assets,
      evaluation: needs.evaluation,
      operator: { name: trust.operator, signers },
      checkerSha256: (await needs.checker.file()).sha256,
      outcome,
    })
    return sendPage(reply, page)
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

/** What this server knows of what was asked about. */
function issuedIn(outcome: VerifyOutcome): Issued {
  return outcome.kind === 'hash' || outcome.kind === 'file' ? outcome.issued : null
}
