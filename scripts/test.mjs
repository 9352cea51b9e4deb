// `npm test`: installs the Debian packages that tests drive (when root and missing), then runs everything.
// Plain JavaScript, so that it runs before anything is built.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** What the tests drive: a browser, PDF judges, an SMS gateway. Program → package. */
const needed = {
  '/usr/bin/chromium': 'chromium',
  '/usr/bin/pdfsig': 'poppler-utils',
  '/usr/bin/qpdf': 'qpdf',
  '/usr/bin/mutool': 'mupdf-tools',
  '/usr/bin/openssl': 'openssl',
  '/usr/sbin/bearerbox': 'kannel',
  '/usr/lib/kannel/test/fakesmsc': 'kannel-extras',
  '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc': 'fonts-noto-cjk',
}

const missing = Object.entries(needed)
  .filter(([program]) => !existsSync(program))
  .map(([, name]) => name)

function run(command, args, options = {}) {
  return spawnSync(command, args, { stdio: 'inherit', ...options }).status ?? 1
}

if (missing.length > 0) {
  const canInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (canInstall) {
    console.log(`installing for the tests: ${missing.join(', ')}`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    run('apt-get', ['update', '-qq'], { env })
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  } else {
    console.warn(
      `not installed, so their tests are skipped: ${missing.join(', ')} (as root they are installed)`,
    )
  }
}

const status = run('vitest', ['run', ...process.argv.slice(2)])
process.exit(status)
