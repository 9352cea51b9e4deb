/** Makes sealed files with the product's own pdfWorker, keys and TSA: make-agreement.ts FOLDER */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { archive, conclude, makeSealer, widget } from '#tests/fixtures/pdf/agreement.ts'
import { certificateRevision, recipientParty, senderParty } from '#tests/fixtures/pdf/certificate.ts'
import { makePdf } from '#tests/fixtures/pdf/make-pdf.ts'
import { madeOverTheYears } from '#tests/fixtures/pdf/over-the-years.ts'
import { pdfWorkerAtHand } from '#tests/fixtures/pdf/pdf-worker-at-hand.ts'

const folder = process.argv[2] ?? '.judge/made'
mkdirSync(folder, { recursive: true })
const hand = pdfWorkerAtHand()
try {
  const office = makeSealer()
  const { sealer, rootPem } = office
  writeFileSync(join(folder, 'root.pem'), rootPem)

  const filled = [
    widget('w1', 'text', 100, 300, '東京都千代田区一丁目'),
    widget('w2', 'checkbox', 100, 350, '1'),
    widget('w3', 'seal', 300, 400, '山田 太郎'),
    widget('w4', 'seal', 300, 500, '山田 太郎'),
  ]
  const parties = [
    { participantId: 'p1', widgets: filled },
    { participantId: 'p2', widgets: [widget('y1', 'text', 100, 600, '同意します', 1)] },
    { participantId: 'p3', widgets: [] },
  ]
  const upload = hand.file('lease.pdf', makePdf({ pages: [{}, {}] }))
  const many = await conclude(hand, sealer, upload, parties, [widget('s1', 'seal', 400, 300, '佐藤')])
  const archived = await archive(hand, office, many.path)
  copyFileSync(archived, join(folder, 'sealed-three-parties.pdf'))
  copyFileSync(await archive(hand, office, archived, 1), join(folder, 'sealed-renewed.pdf'))

  const years = await madeOverTheYears(hand)
  const seen = join(folder, 'sealed-2026-seen-in-2037.pdf')
  copyFileSync(years.path, seen)
  writeFileSync(`${seen}.at`, years.seenAt.toISOString())
  writeFileSync(`${seen}.root.pem`, years.rootPem)

  const recorded = join(folder, 'sealed-2026-with-record-in-2037.pdf')
  copyFileSync(years.plain.path, recorded)
  writeFileSync(`${recorded}.ers`, years.plain.record)
  writeFileSync(`${recorded}.at`, years.seenAt.toISOString())
  writeFileSync(`${recorded}.root.pem`, years.rootPem)

  const plain = hand.file('plain.pdf', makePdf({ pages: [{}] }))
  const one = await conclude(hand, sealer, plain, [{ participantId: 'q1', widgets: [] }])
  copyFileSync(await archive(hand, office, one.path), join(folder, 'sealed-no-widgets.pdf'))

  const at = new Date()
  const ten = Array.from({ length: 9 }, (_, index) =>
    recipientParty(at, { id: `p${index + 1}`, name: `受信者 ${index + 1}番` }),
  )
  const certificates = {
    certificate: {},
    'certificate-english': { language: 'en' as const },
    'certificate-ten-parties': { parties: [senderParty(at), ...ten], evaluation: false },
  }
  for (const [name, said] of Object.entries(certificates)) {
    const drawn = await hand.pdfWorker.prepareCertificate(
      certificateRevision(hand.path(`${name}.pdf`), at, said),
    )
    await sealer.seal(drawn)
    copyFileSync(await archive(hand, office, drawn.path), join(folder, `sealed-${name}.pdf`))
  }
} finally {
  await hand.end()
}
