import { readTypedNumber, toE164 } from '#domain/phone-number.ts'
import type { Finding } from '#server/doctor/finding.ts'
import { builtIn } from '#server/start/built-in.ts'
import { asJson, type Command, exit, UsageRefused } from './command.ts'

/** Examines an installation and says what to mend. */
export const doctorCommand: Command = {
  words: 'doctor',
  takes: '',
  arguments: { least: 0, most: 0 },
  ja: '設定・データベース・鍵・タイムスタンプ・SMS・メールなどを点検し、直し方を示します。',
  en: 'Examine this installation, and say what is wrong and how to mend it.',
  options: {
    sms: { type: 'string', value: 'NUMBER', means: 'also send one text to this number' },
    json: asJson,
  },
  async run({ dist, options, print }) {
    const number = options.sms === undefined ? null : readTypedNumber(String(options.sms))
    if (options.sms !== undefined && number === null) throw new UsageRefused('--sms is no mobile number.')
    const smsTo = number === null ? null : toE164(number)
    const json = options.json === true
    const tell = (finding: Finding) => {
      if (!json) for (const line of linesOf(finding)) print(line)
    }
    const { examine } = await import('#server/doctor/examine.ts')
    const all = await examine({ built: builtIn(dist), smsTo, tell })
    const count = (result: Finding['result']) => all.filter((each) => each.result === result).length
    if (json) print(JSON.stringify(all))
    else print(`\n${count('ok')} ok, ${count('warn')} warn, ${count('fail')} fail`)
    return count('fail') > 0 ? exit.failed : exit.done
  },
}

function linesOf({ check, result, says, cure }: Finding): string[] {
  const line = `${result.padEnd(4)}  ${check.padEnd(14)}  ${says.replaceAll('\n', ' ')}`
  return cure === null ? [line] : [line, `${' '.repeat(22)}→ ${cure}`]
}
