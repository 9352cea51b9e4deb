import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'

export type Assets = { url: (logicalName: string) => string; plugin: FastifyPluginAsync }

/** What `scripts/build.mjs` made: hashed names, so that a browser may keep them for good. */
export async function loadAssets(directory: string): Promise<Assets> {
  const manifest: Record<string, string> = JSON.parse(
    await readFile(join(directory, 'manifest.json'), 'utf8'),
  )
  return {
    url(logicalName) {
      const file = manifest[logicalName]
      if (file === undefined) throw new Error(`no asset is called ${logicalName}`)
      return `/assets/${file}`
    },
    plugin: async (server: FastifyInstance) => {
      await server.register(fastifyStatic, {
        root: directory,
        prefix: '/assets/',
        preCompressed: true,
        immutable: true,
        maxAge: '365d',
        index: false,
        setHeaders: (reply) => {
          // A worker has the policy of its own response: pdf.js's decoders are WebAssembly.
          reply.header(
            'content-security-policy',
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; frame-ancestors 'none'",
          )
        },
      })
    },
  }
}
