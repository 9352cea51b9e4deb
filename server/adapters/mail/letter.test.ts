import { describe, expect, test } from 'vitest'
import type { RecipientLanguage } from '#domain/participant.ts'
import { tryReason } from '#domain/try-reasons.ts'
import type { Letter } from '#server/usecases/delivery-ports.ts'
import { letterOf } from '#server/usecases/letters/letter.ts'
import { letterHtml } from './letter-html.tsx'
import { letterText } from './letter-text.ts'

const languages = ['ja', 'en', 'zh-CHS', 'zh-CHT'] as const satisfies RecipientLanguage[]
const link = 'https://sign.example.jp/s/token?a=1&b=2'
const of = { to: 'N. N.', title: 'Lease 101' }

/** Every occasion and, where it differs, every reader of it. */
const lettersIn = (language: RecipientLanguage): Letter[] => [
  ...[false, true].map((again) =>
    letterOf('requested', language, {
      ...of,
      sender: 'ACME',
      url: link,
      message: 'Hello',
      from: '',
      words: '',
      again,
    }),
  ),
  ...['', 'I am away'].map((words) =>
    letterOf('requested', language, {
      ...{ ...of, sender: 'ACME', url: link, message: 'Hello', from: 'R. R.', words, again: false },
    }),
  ),
  ...[true, false].map((code) =>
    letterOf('transferred', language, { ...of, url: link, who: 'R. R.', whom: 'S. S.', code }),
  ),
  ...(['attached', 'on_page', 'too_large', 'linked'] as const).map((copies) =>
    letterOf('concluded', language, { ...of, url: copies === 'attached' ? '' : link, copies }),
  ),
  ...[true, false].map((sends) =>
    letterOf('declined', language, { ...of, url: sends ? link : '', reason: 'Too dear', sends }),
  ),
  letterOf('cancelled', language, { ...of, sender: 'ACME', comment: 'Later' }),
  ...[link, ''].map((url) => letterOf('sealing_failed', language, { ...of, url })),
  letterOf('alert', language, { ...of, url: link, day: '2027-03-31', memo: 'Renew?' }),
  ...(['contract_end', 'notice_end'] as const).flatMap((kind) =>
    [true, false].map((renews) => letterOf(kind, language, { ...of, url: link, day: '2027-03-31', renews })),
  ),
  ...(['mail_rejected', 'sms_undelivered'] as const).map((kind) =>
    letterOf(kind, language, { ...of, url: link, who: 'R. R.' }),
  ),
  letterOf('invitation', language, { to: of.to, team: 'ACME', url: link }),
  letterOf('access_reset', language, { to: of.to, team: 'ACME', url: link }),
  ...[true, false].map((gone) =>
    letterOf('webhook_trouble', language, {
      ...{ to: of.to, url: link, host: 'hooks.example.jp', gone, why: tryReason(language, 'tls_failed') },
    }),
  ),
  ...([0, 5, 9] as const).map((limit) =>
    letterOf('sms_limit', language, { to: of.to, url: link, limit, used: limit === 9 ? 'most' : 'all' }),
  ),
]

const textsOf = ({ subject, heading, says, quote, act, notes }: Letter): string[] =>
  [subject, heading, ...says, quote?.label, act?.lead, act?.label, act?.help, ...notes].flatMap((each) =>
    each === undefined ? [] : [each],
  )

describe('in every language', () => {
  test.each(languages)('each occasion has words of its own: %s', (language) => {
    const others = languages.filter((each) => each !== language)
    for (const [at, letter] of lettersIn(language).entries()) {
      for (const other of others) {
        const same = textsOf(letter).filter((each) => textsOf(lettersIn(other)[at] as Letter).includes(each))
        // Two ways of writing Chinese have words in common.
        if (!(language.startsWith('zh') && other.startsWith('zh'))) expect(same).toEqual([])
      }
      const all = textsOf(letter).join('')
      if (language !== 'ja') expect(all).not.toMatch(/[ぁ-んァ-ヶ]/)
      if (language === 'en') expect(all).not.toMatch(/\p{Script=Han}/u)
    }
  })

  test.each(languages)('text and HTML say the same: %s', (language) => {
    for (const letter of lettersIn(language)) {
      const text = letterText(letter)
      const html = letterHtml(letter).replaceAll('&amp;', '&').replaceAll('&quot;', '"')
      const said = [letter.greeting, ...letter.says, letter.about, ...letter.notes]
      const more = [letter.quote?.label, letter.quote?.text, letter.act?.lead, letter.act?.url]
      for (const each of [...said, ...more]) {
        expect(text).toContain(each ?? '')
        expect(html).toContain(each ?? '')
      }
    }
  })
})

test('a page says its language as mail programs and screen readers know it', () => {
  const tags = languages.map(
    (each) => /<html lang="([^"]+)"/.exec(letterHtml(lettersIn(each)[0] as Letter))?.[1],
  )
  expect(tags).toEqual(['ja', 'en', 'zh-Hans', 'zh-Hant'])
})

test('only the sender hears why somebody declined', () => {
  const facts = { ...of, url: '', reason: 'Too dear' }
  expect(letterText(letterOf('declined', 'ja', { ...facts, sends: true }))).toContain('Too dear')
  expect(letterText(letterOf('declined', 'ja', { ...facts, sends: false }))).not.toContain('Too dear')
})

test('what strangers typed is text, one line where it should be, and hides nothing', () => {
  const typed = '<b onclick=x>"A"</b>\r\nBcc: a@b.example\u202e\u200bfdp.exe'
  const letter = letterOf('requested', 'ja', {
    to: typed,
    title: typed,
    sender: typed,
    message: `${typed}\n<script>`,
    from: '',
    words: '',
    url: link,
    again: false,
  })
  expect(letter.subject).toBe('【ご確認のお願い】<b onclick=x>"A"</b> Bcc: a@b.example' + 'fdp.exe')
  const html = letterHtml(letter)
  expect(html).not.toMatch(/<b |<script/)
  expect(html + letterText(letter)).not.toMatch(/\u202e|\u200b/)
})

test('a long title is cut in the subject, never through a letter, and is whole in the mail', () => {
  const title = '契約👨‍👩‍👧'.repeat(60)
  const letter = letterOf('concluded', 'ja', { to: 'N.', title, url: '', copies: 'attached' })
  expect(letter.subject).toBe(`【締結完了】${'契約👨‍👩‍👧'.repeat(26)}契…`)
  expect(letterText(letter)).toContain(title)
})

test('nothing in a page is fetched, and only the letter’s own link leads anywhere', () => {
  for (const language of languages) {
    for (const letter of lettersIn(language)) {
      const html = letterHtml(letter)
      expect(html).not.toMatch(/<(img|link|script|iframe|video|object|form)\b|url\(|@import|@font-face|src=/i)
      const targets = [...html.matchAll(/href="([^"]*)"/g)].map(([, target]) => target)
      expect(targets).toEqual(letter.act === null ? [] : Array(2).fill(link.replace('&', '&amp;')))
    }
  }
})
