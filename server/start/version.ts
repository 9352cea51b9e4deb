import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The version in package.json, which lies beside `dist`. */
export function versionIn(dist: string): string {
  return JSON.parse(readFileSync(join(dist, '..', 'package.json'), 'utf8')).version
}
