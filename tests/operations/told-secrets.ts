import { connect } from 'node:net'

/** What must stand in no log, measurement or trace, and what it is. */
export type Told = { what: string; text: string }

/** The ways in which people and systems write a Japanese number. */
export function formsOfTel(tel: string): string[] {
  const [area, exchange, subscriber] = [tel.slice(0, 3), tel.slice(3, 7), tel.slice(7)]
  const wide = [...tel].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join('')
  return [
    tel,
    `81${tel.slice(1)}`,
    `${area}-${exchange}-${subscriber}`,
    `${area} ${exchange} ${subscriber}`,
    `${exchange}-${subscriber}`,
    `${exchange} ${subscriber}`,
    exchange + subscriber,
    wide,
  ]
}

/** The same text as logs, addresses and protocols may write it. */
function spellings(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1)
  const ascii = json.replaceAll(
    /[^\x20-\x7e]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  const base64 = (lead: string) => {
    // Where it stands in a longer text, its first and last letters depend on the neighbours.
    const whole = Buffer.from(lead + text).toString('base64')
    return whole.slice(lead === '' ? 0 : 4, -4)
  }
  return [
    text,
    json,
    ascii,
    encodeURIComponent(text),
    encodeURIComponent(text).toLowerCase(),
    Buffer.from(text).toString('hex'),
    ...(Buffer.byteLength(text) >= 12 ? ['', 'a', 'ab'].map(base64) : []),
  ]
}

const digitsOnly = /^[0-9]{6}$/

/** What of these is found in a text, by its name; six digits only where they are no part of a longer id, number or fraction. */
export function foundIn(text: string, told: Told[]): string[] {
  const lower = text.toLowerCase()
  const isIn = (secret: string) =>
    digitsOnly.test(secret)
      ? new RegExp(`(?<![0-9a-f.])${secret}(?![0-9a-f])`, 'i').test(text)
      : spellings(secret).some((each) => lower.includes(each.toLowerCase()))
  return [...new Set(told.filter((each) => isIn(each.text)).map(({ what }) => what))]
}

/** Bytes on a line of their own, whatever HTTP says of them; the answer, or what there was of it. */
export function sendRaw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = ''
    const line = connect(port, '127.0.0.1', () => line.end(bytes))
    line.setTimeout(5_000, () => line.destroy())
    line.on('data', (chunk) => (answer += chunk.toString()))
    line.on('error', () => undefined)
    line.on('close', () => resolve(answer))
  })
}
