// `npm test`: offers to install the Debian packages that tests drive, then runs everything. With `--yes`, or `CI` set,
// they are installed without a question. Other arguments are vitest's.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { argumentsOfVitest, missingPackages, testsThatNeed, whatToDo } from './test-packages.mjs'

const given = process.argv.slice(2)
const ci = Boolean(process.env.CI)
const missing = missingPackages(ci)
const names = missing.join(' ')
const todo = whatToDo({
  missing,
  root: process.getuid?.() === 0,
  apt: existsSync('/usr/bin/apt-get'),
  ci,
  yes: given.includes('--yes'),
  terminal: Boolean(process.stdin.isTTY && process.stdout.isTTY),
})

function run(command, args, options = {}) {
  return spawnSync(command, args, { stdio: 'inherit', ...options }).status ?? 1
}

async function agreed() {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question(`Some tests drive Debian packages. Install ${names}? [y/N] `)
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}

function install() {
  console.log(`installing for the tests: ${names}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  run('apt-get', ['update', '-qq'], { env })
  // With no configuration of its own Postfix does not start, and serves no port.
  const answer = 'postfix postfix/main_mailer_type select No configuration\n'
  if (missing.includes('postfix')) run('debconf-set-selections', [], { input: answer, stdio: undefined })
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

if (todo === 'install' || (todo === 'ask' && (await agreed()))) install()

// In CI nothing is left out: there a missing judge fails its tests.
const absent = ci ? [] : missingPackages(ci)
const leftOut = testsThatNeed(absent)
if (absent.length > 0) {
  console.warn(`not installed: ${absent.join(' ')}`)
  console.warn(
    'as root, `npm test -- --yes` installs them, or: apt-get install --no-install-recommends',
    absent.join(' '),
  )
  console.warn(`${leftOut.length} test files that need them are left out; others skip a part.`)
}
const exclude = leftOut.flatMap((file) => ['--exclude', file])
process.exit(run('vitest', ['run', ...argumentsOfVitest(given), ...exclude]))
