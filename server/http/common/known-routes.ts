import type { FastifyInstance } from 'fastify'

declare module 'fastify' {
  interface FastifyInstance {
    /** The methods that this path answers; empty where there is nothing. */
    methodsAt(path: string): string[]
  }
}

/** Remembers every route that is mounted from now on, so that a wrong method is told from a wrong path (405, not 404). */
export function knowRoutes(server: FastifyInstance): void {
  const routes: { method: string; pattern: RegExp }[] = []
  server.addHook('onRoute', ({ method, url }) => {
    // What answers whatever is left says nothing about a path.
    if (url.includes('*')) return
    const pattern = new RegExp(`^${url.split('/').map(patternOf).join('/')}$`)
    for (const each of [method].flat()) routes.push({ method: each, pattern })
  })
  server.decorate('methodsAt', (path) => {
    const found = routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method)
    return [...new Set(found)]
  })
}

function patternOf(segment: string): string {
  return segment.startsWith(':') ? '[^/]+' : segment.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
}
