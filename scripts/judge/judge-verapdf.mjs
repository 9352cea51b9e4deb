import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { demand } from './run-command.mjs'

const source = join(import.meta.dirname, 'verapdf')
/** PDF/A-3 at both levels, and PDF/UA-1. */
const flavours = ['3a', '3b', 'ua1']

/** veraPDF, the reference validator of PDF/A and PDF/UA: what certificates of agreement claim of themselves. */
export function createVeraPdfJudge(cache) {
  let classPath = ''
  return {
    name: 'veraPDF',
    async prepare() {
      const pom = join(source, 'pom.xml')
      const version = /<verapdf\.version>(.+?)</.exec(await readFile(pom, 'utf8'))?.[1]
      const folder = join(cache, `verapdf-${version}`)
      const [libraries, classes] = [join(folder, 'lib'), join(folder, 'classes')]
      if (!existsSync(join(libraries, `validation-model-${version}.jar`))) {
        await mkdir(folder, { recursive: true })
        const copy = ['dependency:copy-dependencies', `-DoutputDirectory=${libraries}`]
        await demand('mvn', ['-q', '-B', '-f', pom, `-DbuildDirectory=${folder}`, ...copy])
      }
      await demand('javac', ['-cp', join(libraries, '*'), '-d', classes, join(source, 'VeraPdfJudge.java')])
      classPath = [classes, join(libraries, '*')].join(':')
      return `veraPDF ${version}`
    },
    async judge(_root, paths) {
      const asked = ['-cp', classPath, 'VeraPdfJudge', flavours.join(','), ...paths]
      const { stdout } = await demand('java', asked)
      const lines = stdout
        .trim()
        .split('\n')
        .map((line) => line.split('\t'))
      return paths.map((path) => {
        const own = lines.filter(([file]) => file === path)
        const failed = own.filter(([, , compliant]) => compliant !== 'yes')
        const reasons = failed.map(([, flavour, , why]) => `${flavour}: ${why}`)
        return { path, accepted: own.length === flavours.length && failed.length === 0, reasons }
      })
    },
  }
}
