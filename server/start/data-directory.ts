import { access, constants, mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes the data directory with its parents and asks whether it can be written, before anything else happens. One
 * level at a time: node's own recursive mkdir never returns where a parent exists but takes no directories (/proc).
 */
export async function makeDataDirectory(path: string): Promise<void> {
  const missing: string[] = []
  for (let each = path; !(await exists(each)); each = dirname(each)) missing.unshift(each)
  // Database users other than ours must be able to pass through; secrets have modes of their own.
  for (const each of missing) await mkdir(each, { mode: each === path ? 0o711 : 0o755 })
  await access(path, constants.W_OK | constants.X_OK)
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false
      throw error
    },
  )
}
