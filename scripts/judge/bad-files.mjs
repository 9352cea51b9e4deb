import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from './run-command.mjs'
import { partsOfCms, signaturesIn } from './signature-bytes.mjs'

const CRYPTOGRAPHY = ['pdfsig', 'openssl', 'mutool', 'EU DSS', 'pyHanko']
const WITH_TIMESTAMPS = ['openssl', 'EU DSS', 'pyHanko']

/**
 * At least ten files made by spoiling a good one. `refusedBy`: the judges that must refuse it; the others look at something
 * else (openssl sees single signatures, pdfsig no timestamps).
 */
export async function makeBadFiles(goodPath, root, folder, pyhanko) {
  await mkdir(folder, { recursive: true })
  const good = await readFile(goodPath)
  const signatures = signaturesIn(good)
  const [first] = signatures
  const last = signatures.findLast(({ archive }) => !archive)
  const archive = signatures.at(-1)
  const { value, token } = partsOfCms(last.cms)
  const made = []

  async function make(name, refusedBy, bytes, rootPath = root) {
    const path = join(folder, `${String(made.length + 1).padStart(2, '0')}-${name.replaceAll(' ', '-')}.pdf`)
    if (bytes) await writeFile(path, bytes)
    made.push({ name, path, root: rootPath, refusedBy })
    return path
  }

  await make('a byte of the upload', CRYPTOGRAPHY, flipped(good, Math.floor(first.gap.start / 2)))
  await make('a word of the last revision', CRYPTOGRAPHY, flipped(good, last.end - 40))
  const hexAt = (bytes) => good.indexOf(bytes.toString('hex'), last.gap.start, 'latin1')
  await make('the signature value', CRYPTOGRAPHY, flippedDigit(good, hexAt(value) + 30))
  await make('a shorter byte range', CRYPTOGRAPHY, shortened(good, last))
  const imprint = hexAt(token) + token.toString('hex').indexOf('0420') + 8
  await make('the imprint of the timestamp', WITH_TIMESTAMPS, flippedDigit(good, imprint))
  const tokenEnd = hexAt(token) + token.length * 2
  await make('the signature of the timestamp', WITH_TIMESTAMPS, flippedDigit(good, tokenEnd - 8))
  await make('half of the last revision', [...CRYPTOGRAPHY, 'qpdf'], good.subarray(0, archive.end - 200))
  const archiveEnd = archive.gap.start + 1 + archive.cms.length * 2
  await make('the token of the archive timestamp', WITH_TIMESTAMPS, flippedDigit(good, archiveEnd - 8))
  await make('words after the end', ['pdfsig'], Buffer.concat([good, Buffer.from('% later\n')]))

  const stranger = join(folder, 'stranger.pem')
  if (await makeStranger(stranger, folder)) {
    await copyFile(goodPath, await make('a root that nobody trusts', WITH_TIMESTAMPS, null, stranger))
  }

  for (const [kind, name] of [
    ['page', 'a page drawn over after sealing'],
    ['field', 'a filled field altered after sealing'],
  ]) {
    const path = await make(name, ['pdfsig', 'pyHanko'], null)
    if (!(await pyhanko.tamper(kind, goodPath, path))) made.pop()
  }
  return made
}

function flipped(bytes, at) {
  const copy = Buffer.from(bytes)
  copy[at] ^= 1
  return copy
}

function flippedDigit(bytes, at) {
  const copy = Buffer.from(bytes)
  copy.write(copy[at] === 0x30 ? '1' : '0', at, 'latin1')
  return copy
}

/** Leaves the end of the last revision uncovered. */
function shortened(bytes, { rangeAt, rangeText }) {
  const copy = Buffer.from(bytes)
  const shorter = rangeText.replace(/(\d+)(\s*\])$/, (_, length, close) => {
    return String(Number(length) - 20).padStart(length.length, '0') + close
  })
  copy.write(shorter.slice(0, rangeText.length).padEnd(rangeText.length), rangeAt, 'latin1')
  return copy
}

async function makeStranger(path, folder) {
  const key = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-keyout',
    join(folder, 'stranger.key'),
  ]
  const made = await run('openssl', [
    'req',
    '-x509',
    ...key,
    '-subj',
    '/C=JP/CN=Stranger',
    '-days',
    '9',
    '-out',
    path,
  ])
  return made.code === 0
}
