import type { FastifyInstance } from 'fastify'

/**
 * Forms as browsers post them. Repeated names: the first value. `__proto__` is a name like any other. No keyboard types
 * U+0000 and PostgreSQL's texts cannot hold it.
 */
export function acceptForms(server: FastifyInstance): void {
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 512 * 1024 },
    (_request, body, done) => {
      const form: Record<string, string> = Object.create(null)
      for (const [name, value] of new URLSearchParams(body as string))
        form[name] ??= value.replaceAll('\0', '')
      done(null, form)
    },
  )
}
