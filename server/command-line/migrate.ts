import { migrationNames, SchemaRefused, schemaState } from '#server/adapters/postgres/schema/migrate.ts'
import { readConfig } from '#server/config/config.ts'
import { migrateDatabase, withDatabase } from '#server/start/open-database.ts'
import { asJson, type Command, exit } from './command.ts'
import { refuseMissingData } from './with-database.ts'

/** Brings the schema up to date, or says what would be done. */
export const migrateCommand: Command = {
  words: 'migrate',
  takes: '',
  arguments: { least: 0, most: 0 },
  ja: 'データベースを更新します。--check では、更新せずに、これから行う更新を表示します。',
  en: 'Bring the database up to date; with --check, say what would be done.',
  options: {
    check: {
      type: 'boolean',
      means: 'change nothing; 3 when migrations are to come, 4 when the schema is refused',
    },
    json: asJson,
  },
  async run({ options, print }) {
    const config = readConfig()
    const check = options.check === true
    if (check) await refuseMissingData(config)
    return withDatabase(config, async (pool, database) => {
      const { pending, refused } = await schemaState(pool)
      const say = (state: string, sentence: string) =>
        print(
          options.json === true
            ? JSON.stringify({ state, migrations: pending, known: migrationNames.length, sentence })
            : [sentence, ...(state === 'refused' ? [] : pending.map((name) => `  ${name}`))].join('\n'),
        )
      if (refused !== null) {
        say('refused', refused.message)
        return exit.schemaRefused
      }
      if (pending.length === 0 && check) {
        say('up_to_date', 'Nothing is to be migrated.')
        return exit.done
      }
      if (check) {
        say('pending', `${pending.length} to come:`)
        return exit.toMigrate
      }
      try {
        // Also where nothing is to come: the server's role gets its rights.
        await migrateDatabase(database, () => undefined)
      } catch (error) {
        if (!(error instanceof SchemaRefused)) throw error
        say('refused', error.message)
        return exit.schemaRefused
      }
      say('migrated', pending.length === 0 ? 'Nothing was to be migrated.' : `${pending.length} done:`)
      return exit.done
    })
  },
}
