import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { demand } from './run-command.mjs'

const source = join(import.meta.dirname, 'dss')
// Said by DSS of every certificate without a place to fetch from; the file carries its issuer, and the list.
const UNAVOIDABLE = [
  'The authority info access is not present!',
  'The revocation info access is not present!',
  // Its files, its certificate and its trail stand in a record together, and one of them is looked at.
  'The first hash value list contains other objects than data provided to the validation!',
]

/** EU DSS, the reference validator of the ETSI standards: every signature PAdES-BASELINE-LTA and passed. */
export function createDssJudge(cache) {
  let classPath = ''
  return {
    name: 'EU DSS',
    knowsTime: true,
    knowsRecords: true,
    async prepare() {
      const version = /<dss\.version>(.+?)</.exec(await readFile(join(source, 'pom.xml'), 'utf8'))?.[1]
      const folder = join(cache, `dss-${version}`)
      const libraries = join(folder, 'lib')
      const classes = join(folder, 'classes')
      if (!existsSync(join(libraries, `dss-evidence-record-asn1-${version}.jar`))) {
        await mkdir(folder, { recursive: true })
        const copy = ['dependency:copy-dependencies', `-DoutputDirectory=${libraries}`]
        await demand('mvn', [
          '-q',
          '-B',
          '-f',
          join(source, 'pom.xml'),
          `-DbuildDirectory=${folder}`,
          ...copy,
        ])
      }
      await demand('javac', ['-cp', join(libraries, '*'), '-d', classes, join(source, 'DssJudge.java')])
      classPath = [classes, join(libraries, '*')].join(':')
      return `EU DSS ${version}`
    },
    async judge(root, paths, at) {
      const { stdout } = await demand('java', ['-cp', classPath, 'DssJudge', root, at ?? 'now', ...paths])
      return stdout
        .trim()
        .split('\n')
        .map((line) => verdictOf(JSON.parse(line)))
    },
  }
}

function verdictOf({ file, signatures, failure, records = [] }) {
  const reasons = failure ? [failure] : []
  records.forEach((one) => {
    if (one.indication !== 'PASSED') reasons.push(`record: ${one.indication} ${one.errors.join(' ')}`)
    if (!one.timestamps.every(({ intact, trusted }) => intact && trusted))
      reasons.push('record: a timestamp is not intact or not trusted')
  })
  signatures.forEach((one, index) => {
    const say = (text) => reasons.push(`signature ${index + 1}: ${text}`)
    if (one.level !== 'PAdES-BASELINE-LTA') say(`level ${one.level}`)
    if (one.indication !== 'TOTAL_PASSED') say([one.indication, one.subIndication, ...one.errors].join(' '))
    if (one.timestamps.length < 2) say('no archive timestamp')
    if (!one.timestamps.every(({ intact, trusted }) => intact && trusted))
      say('timestamp is not intact or not trusted')
    // Earlier ones saw the fields still empty that later consents filled.
    if (index === signatures.length - 1 && one.warnings.some((warning) => /Visual difference/.test(warning)))
      say('something was drawn since')
    for (const change of one.undefinedChanges) say(`undefined change ${change}`)
  })
  const warnings = [...signatures, ...records].flatMap(warningsOf)
  const accepted = signatures.length > 0 && reasons.length === 0
  return { path: file, accepted, signatures: signatures.length, reasons, warnings: [...new Set(warnings)] }
}

function warningsOf({ warnings, timestamps }) {
  const open = timestamps.filter(({ indication }) => indication !== 'PASSED')
  return [
    ...warnings.filter((warning) => !UNAVOIDABLE.includes(warning)),
    ...open.map(({ indication, errors }) => `timestamp ${indication}: ${errors}`),
  ]
}
