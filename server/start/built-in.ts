import { join } from 'node:path'
import type { Built } from './open-services.ts'
import { versionIn } from './version.ts'

/** Where the build put the children and the assets. */
export function builtIn(dist: string): Built {
  return {
    pdfWorkerChild: join(dist, 'pdf-worker-child.mjs'),
    pkcs11Child: join(dist, 'pkcs11-child.mjs'),
    assets: join(dist, 'assets'),
    version: versionIn(dist),
  }
}
