import { MusubiRefused } from '#sdk/refused.ts'
import { systemRandom } from '#server/adapters/system/random.ts'
import { readConfig } from '#server/config/config.ts'
import { readEvaluation } from '#server/start/evaluation.ts'
import { type Command, CommandRefused, exit, UsageRefused } from './command.ts'
import { makeSample, type SampleEnd, sampleEnds } from './sample/sample-agreement.ts'

/** Makes an event happen as in life: a document, a recipient, a code and an answer. */
export const triggerCommand: Command = {
  words: 'trigger',
  takes: 'EVENT',
  arguments: { least: 1, most: 1 },
  ja: '評価モードのサーバーで見本の書類を作り、指定のイベントまで進めます。',
  en: 'Make a sample document on a server in evaluation mode, and take it as far as this event.',
  options: {},
  async run({ positionals: [event = ''], print }) {
    const end = sampleEnds.find((each): each is SampleEnd => each === event)
    if (end === undefined) throw new UsageRefused(`musubi trigger makes ${sampleEnds.join(', ')}.`)
    const config = readConfig()
    const evaluation = config.mode === 'evaluation' ? await readEvaluation(config.dataDirectory) : null
    if (evaluation === null) {
      throw new CommandRefused(
        'musubi trigger reads codes from the virtual phone, which a server in evaluation mode has: let MUSUBI_DATA and PORT be those of one.',
      )
    }
    const place = {
      url: config.publicUrl,
      clientId: evaluation.clientId,
      tel: `080${systemRandom.digits(8)}`,
    }
    const id = await makeSample(place, end).catch((error: unknown) => {
      throw new CommandRefused(reasonOf(error, config.publicUrl))
    })
    print(`${end} of document ${id}`)
    return exit.done
  },
}

function reasonOf(error: unknown, url: string): string {
  if (error instanceof MusubiRefused) return `The server refused the sample: ${error.message}`
  if (error instanceof TypeError)
    return `No server answers at ${url}: start it, or set PORT or PUBLIC_URL as it does.`
  return `The sample did not come as far as that: ${error instanceof Error ? error.message : String(error)}.`
}
