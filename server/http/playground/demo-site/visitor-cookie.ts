import { createHmac, timingSafeEqual } from 'node:crypto'
import type { StartedContract } from './start-contract.ts'

const cookieName = 'tsubame_contracts'
const kept = 5
const dayInSeconds = 86_400

/**
 * The contracts that this browser has started, newest first, in a signed cookie: the site's only memory.
 * Without it anyone could ask the return page for the contract of someone else.
 */
export function visitorCookie(clientId: string, secure: boolean) {
  const key = createHmac('sha256', clientId).update('visitor cookie of the demo site').digest()
  const seal = (text: string) => createHmac('sha256', key).update(text).digest('base64url')

  const read = (header: string | undefined): StartedContract[] => {
    const value = (header ?? '')
      .split(/;\s*/)
      .find((pair) => pair.startsWith(`${cookieName}=`))
      ?.slice(cookieName.length + 1)
    const [text = '', mark = ''] = (value ?? '').split('~')
    const expected = Buffer.from(seal(text))
    const given = Buffer.from(mark)
    if (text === '' || given.length !== expected.length || !timingSafeEqual(given, expected)) return []
    return text.split('.').flatMap((entry) => {
      const [documentId, participantId] = entry.split('_').map((part) => decodeURIComponent(part))
      return documentId && participantId ? [{ documentId, participantId }] : []
    })
  }

  const write = (contracts: StartedContract[]): string => {
    const text = contracts
      .slice(0, kept)
      .map((each) => `${opaque(each.documentId)}_${opaque(each.participantId)}`)
      .join('.')
    // Lax: the way back from the signing pages is a link from another site, which Strict would not follow.
    const attributes = `Path=/playground; HttpOnly; SameSite=Lax; Max-Age=${dayInSeconds}${secure ? '; Secure' : ''}`
    return `${cookieName}=${text}~${seal(text)}; ${attributes}`
  }

  return { read, write }
}

/** Ids are opaque, so even one with our separators in it must come back whole. */
function opaque(id: string): string {
  return encodeURIComponent(id).replace(/[_.~]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`)
}
