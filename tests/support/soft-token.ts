import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const modulePath = '/usr/lib/softhsm/libsofthsm2.so'
const pin = '1234'

/** A token of SoftHSM in a directory of its own, as an operator's security module. `empty`: it is made later. */
export async function makeSoftToken({ empty = false } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'musubi-token-'))
  const [tokens, aside] = [join(folder, 'tokens'), join(folder, 'aside')]
  await mkdir(tokens)
  const configuration = join(folder, 'softhsm2.conf')
  await writeFile(configuration, `directories.tokendir = ${tokens}\nlog.level = ERROR\n`)
  const environment = { SOFTHSM2_CONF: configuration, PATH: process.env.PATH ?? '' }
  const util = (...words: string[]) =>
    void execFileSync('softhsm2-util', words, { env: environment, stdio: 'ignore' })
  if (!empty) util('--init-token', '--free', '--label', 'musubi', '--so-pin', '12345678', '--pin', pin)
  return {
    modulePath,
    pin,
    environment,
    uri: (object: string) => `pkcs11:token=musubi;object=${object}?module-path=${modulePath}`,
    async import(label: string, id: string, keyPem: string) {
      const file = join(folder, `${label}.pem`)
      await writeFile(file, keyPem)
      util('--import', file, '--token', 'musubi', '--label', label, '--id', id, '--pin', pin)
    },
    /** As when the module is unplugged. */
    unplug: () => rename(tokens, aside).then(() => mkdir(tokens)),
    plug: () => rm(tokens, { recursive: true }).then(() => rename(aside, tokens)),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

export type SoftToken = Awaited<ReturnType<typeof makeSoftToken>>

/** The processes that hold the module's library for this one. */
export async function moduleChildrenOf(parent: number | undefined): Promise<number[]> {
  const found: number[] = []
  for (const name of await readdir('/proc')) {
    if (!/^[0-9]+$/.test(name)) continue
    const read = (file: string) => readFile(join('/proc', name, file), 'utf8').catch(() => '')
    const ofParent = (await read('stat')).split(') ')[1]?.split(' ')[1] === String(parent)
    if (ofParent && (await read('cmdline')).includes('pkcs11-child')) found.push(Number(name))
  }
  return found
}
