/**
 * Independent judges of sealed files: `node scripts/judge/judge.mjs [--strict] [--root ROOT.pem] [FILE or FOLDER …]`,
 * and of the Web API: `--api` asks these alone.
 * A folder holds `sealed-*.pdf` and `root.pem`; where `sealed-….pdf.at` holds an instant, judges that can be told the time
 * look at that file as of then; `sealed-….pdf.ers` is an evidence record of it, without which it must be refused. Without arguments, a real server and the plain script of docs/examples make files over
 * HTTP, and the product's own press makes harder ones. Exit
 * status 1 when a judge refuses a good file or accepts a spoiled one that it must refuse; a judge that is missing
 * counts as that too with `--strict` or `CI`.
 */
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { makeBadFiles } from './bad-files.mjs'
import { createDssJudge } from './judge-dss.mjs'
import { openssl } from './judge-openssl.mjs'
import { pdfsig } from './judge-pdfsig.mjs'
import { createPyhankoJudge } from './judge-pyhanko.mjs'
import { createSchemathesisJudge } from './judge-schemathesis.mjs'
import { mutool, qpdf } from './judge-structure.mjs'
import { createVeraPdfJudge } from './judge-verapdf.mjs'
import { judgeProducers } from './producers.mjs'
import { demand, JudgeMissing } from './run-command.mjs'
import { runProduct } from './run-product.mjs'

const project = resolve(import.meta.dirname, '../..')
const cache = join(project, '.judge')
const failures = []
const say = (text = '') => process.stdout.write(`${text}\n`)
const fail = (text) => {
  failures.push(text)
  say(`  FAILED  ${text}`)
}

function readArguments(args) {
  const given = { strict: Boolean(process.env.CI), root: null, paths: [], api: false }
  for (let index = 0; index < args.length; index += 1) {
    if (args[index] === '--strict') given.strict = true
    else if (args[index] === '--api') given.api = true
    else if (args[index] === '--root') given.root = resolve(args[++index] ?? '')
    else given.paths.push(resolve(args[index]))
  }
  return given
}

async function makeFiles() {
  const folder = join(cache, 'made')
  await mkdir(folder, { recursive: true })
  await demand(process.execPath, [join(import.meta.dirname, 'make-agreement.ts'), folder], { cwd: project })
  return [await runProduct(project, join(cache, 'product')), folder]
}

/** Each file with the root that it should be trusted by: `--root`, or `root.pem` beside it. */
async function filesIn({ root, paths }) {
  const files = []
  for (const path of paths.length > 0 ? paths : await makeFiles()) {
    const folder = (await stat(path)).isDirectory()
    const names = folder ? (await readdir(path)).filter((name) => /^sealed-.*\.pdf$/.test(name)).sort() : []
    const found = folder ? names.map((name) => join(path, name)) : [path]
    for (const file of found) {
      const own = `${file}.root.pem`
      const trusted = root ?? (existsSync(own) ? own : join(dirname(file), 'root.pem'))
      const at = existsSync(`${file}.at`) ? (await readFile(`${file}.at`, 'utf8')).trim() : null
      files.push({ path: file, root: trusted, at, record: existsSync(`${file}.ers`) })
    }
  }
  for (const file of files) if (!existsSync(file.root)) throw new Error(`no root certificate at ${file.root}`)
  if (files.length === 0) throw new Error('no sealed file found')
  return files
}

async function judgesAtHand(strict, pyhanko) {
  const judges = []
  for (const judge of [pdfsig, openssl, qpdf, mutool, createDssJudge(cache), pyhanko]) {
    try {
      say(`${judge.name.padEnd(8)} ${await judge.prepare()}`)
      judges.push(judge)
    } catch (error) {
      if (!(error instanceof JudgeMissing)) throw error
      if (strict) fail(`${judge.name} is missing: ${error.message}`)
      else say(`${judge.name.padEnd(8)} skipped: ${error.message}`)
    }
  }
  return judges
}

/** Asks one judge about files of several roots and times, one call for each. */
async function ask(judge, files) {
  const verdicts = new Map()
  for (const group of Map.groupBy(files, ({ root, at }) => `${root} ${at}`).values()) {
    const [{ root, at }] = group
    const paths = group.map(({ path }) => path)
    for (const verdict of await judge.judge(root, paths, at)) verdicts.set(verdict.path, verdict)
  }
  return verdicts
}

/** Gives the file with the most signatures, which is the best one to spoil. */
async function judgeGoodFiles(judges, files) {
  say('\nSealed files')
  const most = { ...files[0], signatures: 0 }
  for (const judge of judges) {
    const asked = files.filter(
      ({ at, record }) => (at === null || judge.knowsTime) && (!record || judge.knowsRecords),
    )
    const verdicts = await ask(judge, asked)
    for (const file of asked) {
      const { path } = file
      const { accepted, signatures, reasons = [], warnings = [] } = verdicts.get(path) ?? { accepted: false }
      const name = path.split('/').at(-1)
      if (!accepted) fail(`${judge.name} refuses ${name}: ${reasons.join('; ')}`)
      else say(`  ok      ${judge.name}: ${name}${signatures ? `, ${signatures} signatures` : ''}`)
      if (file.at === null && signatures > most.signatures) Object.assign(most, file, { signatures })
      for (const warning of warnings) say(`          warning: ${warning}`)
    }
  }
  return most
}

async function judgeBadFiles(judges, { path, root }, pyhanko, strict) {
  const bad = await makeBadFiles(path, root, join(cache, 'bad'), pyhanko)
  say(`\nSpoiled files (${bad.length})`)
  if (bad.length < 10 && strict) fail(`only ${bad.length} spoiled files could be made`)
  for (const judge of judges) {
    const verdicts = await ask(judge, bad)
    const refused = bad.filter((file) => !verdicts.get(file.path)?.accepted)
    say(`  ${judge.name} refused ${refused.length} of ${bad.length}`)
    for (const file of refused) {
      const [reason = 'unreadable'] = verdicts.get(file.path)?.reasons ?? []
      say(`          ${file.name}: ${reason.slice(0, 150)}`)
    }
    for (const file of bad) {
      const must = file.refusedBy.includes(judge.name)
      if (must && !refused.includes(file)) fail(`${judge.name} accepts ${file.name}`)
    }
  }
}

/** What an evidence record proves is not believed without it, with one that was changed, or with that of another file. */
async function judgeRecords(judges, files) {
  const recorded = files.filter(({ record }) => record)
  const able = judges.filter(({ knowsRecords }) => knowsRecords)
  if (recorded.length === 0 || able.length === 0) return
  say('\nEvidence records')
  const folder = join(cache, 'records')
  await mkdir(folder, { recursive: true })
  for (const { path, root, at } of recorded) {
    const record = await readFile(`${path}.ers`)
    // In the list of hashes of other documents, and in the file's own.
    const changed = Buffer.from(record)
    changed[120] ^= 1
    const other = files.find((file) => !file.record)?.path ?? path
    const spoiled = [
      { name: 'without its record', file: path, record: null },
      { name: 'with a changed record', file: path, record: changed },
      { name: 'with the record of another file', file: other, record },
    ]
    for (const [index, one] of spoiled.entries()) {
      const copy = join(folder, `spoiled-${index}.pdf`)
      await copyFile(one.file, copy)
      if (one.record !== null) await writeFile(`${copy}.ers`, one.record)
      for (const judge of able) {
        const [verdict] = await judge.judge(root, [copy], at)
        if (verdict?.accepted) fail(`${judge.name} accepts ${path.split('/').at(-1)} ${one.name}`)
        else say(`  ${judge.name} refused it ${one.name}: ${(verdict?.reasons[0] ?? '').slice(0, 120)}`)
      }
    }
  }
}

/** Certificates of agreement as PDF/A and PDF/UA; a sealed contract, which claims neither, must be refused. */
async function judgeCertificates(files, strict) {
  say('\nCertificates of agreement as PDF/A-3a, PDF/A-3b and PDF/UA-1')
  const judge = createVeraPdfJudge(cache)
  try {
    say(`  ${await judge.prepare()}`)
  } catch (error) {
    if (!(error instanceof JudgeMissing)) throw error
    if (strict) fail(`${judge.name} is missing: ${error.message}`)
    else say(`  skipped: ${error.message}`)
    return
  }
  const isCertificate = ({ path }) => path.includes('certificate')
  const certificates = files.filter(isCertificate)
  const contracts = files.filter((file) => !isCertificate(file)).slice(0, 1)
  if (certificates.length === 0) return
  const verdicts = await ask(judge, [...certificates, ...contracts])
  for (const { path } of certificates) {
    const { accepted, reasons } = verdicts.get(path)
    const name = path.split('/').at(-1)
    if (accepted) say(`  ok      ${name}`)
    else fail(`${judge.name} refuses ${name}: ${reasons.join('; ')}`)
  }
  for (const { path } of contracts) {
    if (verdicts.get(path).accepted) fail(`${judge.name} accepts ${path}, which is no PDF/A`)
    else say(`  refused ${path.split('/').at(-1)}, as it must: it claims nothing`)
  }
}

/** The Web API itself, asked by a stranger who has read nothing but `/openapi.json`. */
async function judgeApi(strict) {
  say('\nThe Web API against its description')
  const judge = createSchemathesisJudge(cache, project)
  try {
    say(`  ${await judge.prepare()}`)
  } catch (error) {
    if (!(error instanceof JudgeMissing)) throw error
    if (strict) fail(`${judge.name} is missing: ${error.message}`)
    else say(`  skipped: ${error.message}`)
    return
  }
  for (const objection of await judge.judge(say)) fail(`${judge.name} ${objection}`)
}

/** Files of the programs that people use: each has its expected outcome; with `--strict` no program may be missing. */
async function judgeUploads(strict) {
  say('\nFiles of common programs, as uploads')
  const { objections, missing } = await judgeProducers(project, say)
  for (const one of missing) {
    if (strict) fail(`a producer is missing: ${one}`)
    else say(`  skipped ${one}`)
  }
  for (const objection of objections) fail(objection)
}

async function main() {
  const given = readArguments(process.argv.slice(2))
  if (given.api) {
    await judgeApi(given.strict)
    return
  }
  const pyhanko = createPyhankoJudge(cache)
  const files = await filesIn(given)
  const judges = await judgesAtHand(given.strict, pyhanko)
  const richest = await judgeGoodFiles(judges, files)
  await judgeBadFiles(judges, richest, pyhanko, given.strict)
  await judgeRecords(judges, files)
  await judgeCertificates(files, given.strict)
  if (given.paths.length === 0) {
    await judgeUploads(given.strict)
    await judgeApi(given.strict)
  }
  if (failures.length > 0) say(`\n${failures.length} disagreements`)
  else say(judges.length > 0 ? '\nAll judges agree.' : '\nNo judge is installed: nothing was judged.')
}

await main().catch((error) => fail(error.message))
process.exit(failures.length > 0 ? 1 : 0)
