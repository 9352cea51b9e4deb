import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from './start/run.ts'
import { sentenceOf } from './start/sentence.ts'

run(dirname(fileURLToPath(import.meta.url)), null).catch((error: unknown) => {
  process.stderr.write(`${sentenceOf(error, 'Musubi could not start')}\n`)
  process.exit(1)
})
