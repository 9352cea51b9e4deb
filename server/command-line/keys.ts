import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import { countSealedTexts } from '#server/adapters/postgres/installation/sealed-texts.ts'
import { listCertificates } from '#server/adapters/postgres/installation/sealing-certificates.ts'
import { turnDataKey } from '#server/adapters/postgres/installation/turn-data-key.ts'
import { systemClock } from '#server/adapters/system/clock.ts'
import { systemRandom } from '#server/adapters/system/random.ts'
import { readConfig } from '#server/config/config.ts'
import { asJson, type Command, CommandRefused, exit } from './command.ts'
import { verbsNeeds } from './verbs-needs.ts'
import { withReadyDatabase } from './with-database.ts'

const busyMilliseconds = 100
const overtaken =
  'A process that was started later has another key in front of its DATA_KEY: give all of them the same order.'

/** Keys that encrypt and hash what is stored, and certificates that signed. */
export const keysCommands: Command[] = [
  {
    words: 'keys new',
    takes: '',
    arguments: { least: 0, most: 0 },
    ja: '新しい鍵を作り、.envの行として一度だけ表示します。どこにも保存しません。',
    en: 'Make new keys and print them once, as lines of an .env file; they are stored nowhere.',
    options: {
      data: { type: 'boolean', means: 'a data key alone, to take the place of the present one' },
      json: asJson,
    },
    async run({ options, print }) {
      const day = systemClock.now().toISOString().slice(0, 10).replaceAll('-', '')
      const id = `k${day}-${Buffer.from(systemRandom.token(3), 'base64url').toString('hex')}`
      const dataKey = `${id}:${key()}`
      const made =
        options.data === true
          ? { DATA_KEY: dataKey }
          : { DATA_KEY: dataKey, HASH_KEY: key(), SESSION_SECRET: key() }
      if (options.json === true) print(JSON.stringify(made))
      else for (const [name, value] of Object.entries(made)) print(`${name}=${value}`)
      if (options.data === true && options.json !== true) {
        print('# Behind the present key first, in every process: DATA_KEY=<present>,<this>.')
        print('# Then in front: DATA_KEY=<this>,<present>. What is stored is encrypted anew by itself.')
        print('# musubi keys list says when the former one may go (docs/keys.md).')
      }
      return exit.done
    },
  },
  {
    words: 'keys list',
    takes: '',
    arguments: { least: 0, most: 0 },
    ja: 'データの鍵ごとに、暗号化している件数と、外してよいかどうかを表示します。署名の証明書も表示します。',
    en: 'List the data keys, how much each encrypts and which may go, and the certificates that sign and signed.',
    options: { json: asJson },
    async run({ options, print }) {
      const config = readConfig()
      const [dataKeys, certificates] = await withReadyDatabase(config, async (pool) => {
        const { keys } = await verbsNeeds(config, pool)
        return [await dataKeysIn(pool, keys.data), await listCertificates(pool)] as const
      })
      if (options.json === true) {
        print(JSON.stringify({ data_keys: dataKeys, certificates }))
        return exit.done
      }
      for (const { id, current, texts, tables, may_go: mayGo } of dataKeys) {
        const where = Object.entries(tables).map(([table, count]) => `${table} ${count}`)
        const says = current ? 'encrypts' : mayGo ? 'may go' : 'keep it'
        print(`data key ${id}  ${says}  ${texts} texts${texts === 0 ? '' : ` (${where.join(', ')})`}`)
      }
      for (const { use, subject, from, until, last_used: last } of certificates) {
        const name = subject.split('\n').join(', ')
        const used = last === null ? '' : `, last used ${last.slice(0, 10)}`
        print(`${use} certificate ${name}  ${from.slice(0, 10)} to ${until.slice(0, 10)}${used}`)
      }
      return exit.done
    },
  },
  {
    words: 'keys rotate',
    takes: '',
    arguments: { least: 0, most: 0 },
    ja: 'ほかの鍵で暗号化されたデータを、DATA_KEYの先頭の鍵で暗号化し直します。中断しても続きから再開します。',
    en: 'Encrypt anew, with the first key of DATA_KEY, what the others encrypted; goes on where it was stopped.',
    options: { json: asJson },
    async run({ options, print }) {
      const config = readConfig()
      const { current, texts, left } = await withReadyDatabase(config, async (pool) => {
        const { keys, secrets } = await verbsNeeds(config, pool)
        const [{ id: current } = { id: '' }] = keys.data
        let texts = 0
        for (let done = false, anew = true; !done; ) {
          const turned = await turnDataKey(pool, secrets, current, { anew })
          // A server that does the same by itself has its page in hand.
          if (turned === null) await sleep(busyMilliseconds)
          else if (turned.overtaken) throw new CommandRefused(overtaken)
          else {
            anew = false
            texts += turned.texts
            done = turned.done
          }
        }
        const others = (await dataKeysIn(pool, keys.data)).filter((each) => each.id !== current)
        return { current, texts, left: others.filter((each) => each.texts > 0) }
      })
      const unread = left.reduce((sum, each) => sum + each.texts, 0)
      if (options.json === true) print(JSON.stringify({ current, texts, left: unread }))
      else print(`${texts} encrypted anew with ${current}; ${unread} are left.`)
      return unread > 0 ? exit.failed : exit.done
    },
  },
]

const key = () => Buffer.from(systemRandom.token(32), 'base64url').toString('base64')

/** Those that were given, and whatever others the database needs. */
async function dataKeysIn(pool: Pool, given: { id: string }[]) {
  const counts = await countSealedTexts(pool)
  const ids = new Set([...given.map(({ id }) => id), ...counts.map(({ id }) => id)])
  return [...ids].map((id) => {
    const own = counts.filter((each) => each.id === id)
    const texts = own.reduce((sum, each) => sum + each.texts, 0)
    const current = id === given[0]?.id
    return {
      ...{ id, current, texts, may_go: !current && texts === 0 },
      tables: Object.fromEntries(own.map((each) => [each.place, each.texts])),
    }
  })
}
