import { Agent, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import { ValidationUnavailable } from '#server/usecases/refused.ts'
import type { Fetch } from './network-source.ts'

/** `lookup`: in the place of the system's, refuses names that lead inside; `mayGo`: the same for addresses. */
export type FetchOptions = {
  wholeMs: number
  mostBytes: number
  userAgent: string
  guard: { lookup: LookupFunction; mayGo: (url: URL) => boolean; isFree: (url: URL) => boolean }
}

/**
 * One request on a connection of its own, within a time and a size. No redirect is followed and no proxy used: a
 * certificate names the place, and nothing else may (RFC 5280 §8 warns of certificates that lead elsewhere).
 */
export function createFetch({ wholeMs, mostBytes, userAgent, guard }: FetchOptions): Fetch {
  return (address, question) =>
    new Promise((resolve, reject) => {
      const url = URL.parse(address)
      const fail = (code: ValidationUnavailable['code'], what: string, cause?: unknown) =>
        reject(new ValidationUnavailable(code, `${url?.host ?? address} ${what}`, cause))
      if (url === null || !['http:', 'https:'].includes(url.protocol)) {
        fail('nowhere', 'is no address of HTTP')
        return
      }
      const free = guard.isFree(url)
      if (!free && !guard.mayGo(url)) {
        fail('forbidden', 'leads into a network that is not public')
        return
      }
      const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
        method: question === null ? 'GET' : 'POST',
        agent: url.protocol === 'https:' ? false : new Agent({ keepAlive: false }),
        ...(free ? {} : { lookup: guard.lookup }),
        headers: {
          'user-agent': userAgent,
          ...(question === null
            ? {}
            : { 'content-type': question.type, 'content-length': question.bytes.length }),
        },
      })
      const whole = setTimeout(() => {
        fail('timed_out', `gave no answer within ${wholeMs} ms`)
        request.destroy()
      }, wholeMs)
      request.on('close', () => clearTimeout(whole))
      request.on('error', (error: NodeJS.ErrnoException) => {
        if (error.name === 'AddressForbidden') fail('forbidden', 'leads into a network that is not public')
        else fail('unreachable', `cannot be reached (${error.code ?? error.name})`, error)
      })
      request.on('response', (response) => {
        if (response.statusCode !== 200) {
          fail('http_status', `answered with status ${response.statusCode}`)
          request.destroy()
          return
        }
        const chunks: Buffer[] = []
        let size = 0
        response.on('data', (chunk: Buffer) => {
          size += chunk.length
          chunks.push(chunk)
          if (size <= mostBytes) return
          fail('too_long', `sent more than ${mostBytes} bytes`)
          request.destroy()
        })
        response.on('end', () => resolve(Buffer.concat(chunks)))
        response.on('error', (error) => fail('unreachable', 'broke off', error))
      })
      request.end(question?.bytes)
    })
}
