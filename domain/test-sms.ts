import { nameInSms } from './sms-name.ts'

/** After this nobody waits for it any more. */
export const testSmsLifeMilliseconds = 600_000

const mostOfAName = 20

/** What a test SMS says, in one segment (70 characters of UCS-2): from whom, and that nothing is to be done. */
export function testSmsText(organization: string): string {
  const letters = [...nameInSms(organization)]
  const name =
    letters.length > mostOfAName ? `${letters.slice(0, mostOfAName - 1).join('')}…` : letters.join('')
  return `${name === '' ? '' : `【${name}】`}テスト送信です。SMSは正しく届いています。ご対応は不要です。`
}
