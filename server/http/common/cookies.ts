import { parseCookie, stringifySetCookie } from 'cookie'

/** The value of one cookie of a `Cookie` header as it was sent; null when it is not there. */
export function cookieOf(header: string | undefined, name: string): string | null {
  if (header === undefined) return null
  return parseCookie(header, { decode: (value) => value })[name] ?? null
}

/** The names of the cookies that were sent. */
export function cookieNames(header: string | undefined): string[] {
  return header === undefined ? [] : Object.keys(parseCookie(header))
}

export type CookieAttributes = {
  https: boolean
  /** Null: until the browser closes. */
  seconds: number | null
  /** Of a page that another site frames: sent there too, and kept apart for that site. Only with https. */
  framed?: boolean
  /** Whether scripts of the page may read it. */
  scripts?: boolean
}

/** A `Set-Cookie` value of ours: for this host alone, and not sent along from other sites unless the page is framed. */
export function setCookie(
  name: string,
  value: string,
  { https, seconds, framed = false, scripts = false }: CookieAttributes,
): string {
  const third = https && framed
  return stringifySetCookie({
    name,
    value,
    path: '/',
    httpOnly: !scripts,
    secure: https,
    sameSite: third ? 'none' : 'lax',
    partitioned: third,
    ...(seconds === null ? {} : { maxAge: seconds }),
  })
}
