import { versionIn } from '#server/start/version.ts'
import { asJson, type Command, exit } from './command.ts'

const starts = (words: string, chosen: 'serve' | 'work' | null, ja: string, en: string): Command => ({
  words,
  takes: '',
  arguments: { least: 0, most: 0 },
  ja,
  en,
  options: {},
  async run({ dist }) {
    // The server is loaded only where it starts: help and version are asked for more often.
    const { run } = await import('#server/start/run.ts')
    await run(dist, chosen)
    return null
  },
})

/** What starts a server, or a part of it; and what says which one this is. */
export const processCommands: Command[] = [
  starts(
    'start',
    null,
    'サーバーを起動します (MUSUBI_PROCESS に従います。既定はすべて)。',
    'Start the server: what MUSUBI_PROCESS says, everything without it.',
  ),
  starts(
    'serve',
    'serve',
    '画面と Web API だけを受け持ちます。',
    'Answer requests; other processes take the jobs.',
  ),
  starts(
    'work',
    'work',
    '署名や送信などのジョブだけを受け持ちます。',
    'Take jobs; other processes answer requests.',
  ),
  {
    words: 'version',
    takes: '',
    arguments: { least: 0, most: 0 },
    ja: 'バージョンを表示します。',
    en: 'Print the version.',
    options: { json: asJson },
    async run({ dist, options, print }) {
      const version = versionIn(dist)
      print(
        options.json === true
          ? JSON.stringify({ version, node: process.versions.node })
          : `Musubi ${version} (Node ${process.versions.node})`,
      )
      return exit.done
    },
  },
]
