/**
 * Files freshly made by the programs that people use, each with the same short contract, and what becomes of each as an
 * upload (`strangers.ts`): each has the outcome that is written beside it, and another is a failure. Run by `npm run judge`; alone:
 * `node scripts/judge/producers.mjs`.
 */
import { copyFileSync, existsSync, readdirSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { objectionsToOutcomes } from './outcomes.ts'
import { demand, JudgeMissing, run } from './run-command.mjs'

const HTML = `<!doctype html><html lang="ja"><meta charset="utf-8"><title>契約書</title>
<style>@page { size: A4 } h1 { font-size: 20pt }</style>
<h1>賃貸借契約書 Lease</h1><p>貸主と借主は、次のとおり契約する。</p><p style="page-break-before: always">Page two</p></html>`
const TEX = String.raw`\documentclass[a4paper]{article}\begin{document}Lease agreement\newpage Page two\end{document}`
const CAIRO = `import cairocffi as cairo
surface = cairo.PDFSurface('cairo.pdf', 595.275590551, 841.889763780)
context = cairo.Context(surface)
for text in ('Lease agreement', 'Page two'):
    context.move_to(72, 72); context.set_font_size(20); context.show_text(text); context.show_page()
surface.finish()
`
const PDF_LIB = `import { writeFileSync } from 'node:fs'
import { PDFDocument } from 'pdf-lib'
const file = await PDFDocument.create()
file.addPage([595.276, 841.89]).drawText('Lease agreement')
file.addPage().drawText('Page two')
const form = file.getForm()
const field = form.createTextField('tenant'); field.setText('Taro'); field.addToPage(file.getPage(0), { x: 72, y: 300 })
const box = form.createCheckBox('agreed'); box.check(); box.addToPage(file.getPage(0), { x: 72, y: 250 })
writeFileSync('pdf-lib.pdf', await file.save())
writeFileSync('pdf-lib-table.pdf', await file.save({ useObjectStreams: false }))
`
const JSPDF = `import { writeFileSync } from 'node:fs'
import { jsPDF } from 'jspdf'
const file = new jsPDF({ format: 'a4' })
file.text('Lease agreement', 20, 20); file.addPage(); file.text('Page two', 20, 20)
writeFileSync('jspdf.pdf', Buffer.from(file.output('arraybuffer')))
`

const CONCLUDED = 'accepted'

/** What becomes of the files of each producer that makes any, by their names. All are concluded as they are. */
const expected = {
  LibreOffice: { 'libreoffice.pdf': CONCLUDED },
  'LibreOffice PDF/A': { 'libreoffice-a.pdf': CONCLUDED },
  wkhtmltopdf: { 'wkhtmltopdf.pdf': CONCLUDED },
  Chromium: { 'chromium.pdf': CONCLUDED },
  pdfTeX: { 'pdftex.pdf': CONCLUDED },
  WeasyPrint: { 'weasyprint.pdf': CONCLUDED },
  cairo: { 'cairo.pdf': CONCLUDED },
  'pdf-lib': { 'pdf-lib.pdf': CONCLUDED, 'pdf-lib-table.pdf': CONCLUDED },
  jsPDF: { 'jspdf.pdf': CONCLUDED },
  Ghostscript: { 'ghostscript.pdf': CONCLUDED },
  'qpdf linearized': { 'qpdf-linearized.pdf': CONCLUDED },
  'qpdf object streams': { 'qpdf-object-streams.pdf': CONCLUDED },
  'qpdf pages': { 'qpdf-pages.pdf': CONCLUDED },
  'qpdf old': { 'qpdf-old.pdf': CONCLUDED },
  'mutool clean': { 'mutool.pdf': CONCLUDED },
  'mutool merge': { 'mutool-merged.pdf': CONCLUDED },
  pdfunite: { 'pdfunite.pdf': CONCLUDED },
}

/** Written here. Of two values for one key readers take different ones, so that one is drawn anew. */
const expectedOfOurs = { 'doubled-same.pdf': CONCLUDED, 'doubled-other.pdf': 'accepted after repair' }

/** Each producer: what it needs and how it makes files in the folder. `from`: a file of Chromium that others rework. */
const producers = {
  LibreOffice: (tools) => tools.soffice(['--convert-to', 'pdf', 'lease.html'], 'libreoffice.pdf'),
  'LibreOffice PDF/A': (tools) =>
    tools.soffice(
      [
        '--convert-to',
        'pdf:writer_web_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}',
        'lease.html',
      ],
      'libreoffice-a.pdf',
    ),
  wkhtmltopdf: ({ call }) => call('wkhtmltopdf', ['-q', 'lease.html', 'wkhtmltopdf.pdf']),
  Chromium: ({ call }) =>
    call('chromium', [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
      ...['--no-pdf-header-footer', '--print-to-pdf=chromium.pdf', 'lease.html'],
    ]),
  pdfTeX: ({ call }) => call('pdflatex', ['-interaction=batchmode', '-jobname=pdftex', 'lease.tex']),
  WeasyPrint: ({ python }) => python('weasyprint', ['-m', 'weasyprint', 'lease.html', 'weasyprint.pdf']),
  cairo: ({ python }) => python('cairocffi', ['cairo-lease.py']),
  'pdf-lib': ({ npm }) => npm('pdf-lib', 'pdf-lib.mjs'),
  jsPDF: ({ npm }) => npm('jspdf', 'jspdf.mjs'),
  Ghostscript: ({ call, from }) =>
    call('gs', ['-q', '-dBATCH', '-dNOPAUSE', '-sDEVICE=pdfwrite', '-sOutputFile=ghostscript.pdf', from]),
  'qpdf linearized': ({ call, from }) => call('qpdf', ['--linearize', from, 'qpdf-linearized.pdf']),
  'qpdf object streams': ({ call, from }) =>
    call('qpdf', ['--object-streams=generate', from, 'qpdf-object-streams.pdf']),
  'qpdf pages': ({ call, from }) => call('qpdf', [from, '--pages', from, '2,1', '--', 'qpdf-pages.pdf']),
  'qpdf old': ({ call, from }) =>
    call('qpdf', ['--force-version=1.3', '--object-streams=disable', '--qdf', from, 'qpdf-old.pdf']),
  'mutool clean': ({ call, from }) => call('mutool', ['clean', '-gggz', from, 'mutool.pdf']),
  'mutool merge': ({ call, from }) => call('mutool', ['merge', '-o', 'mutool-merged.pdf', from, from]),
  pdfunite: ({ call, from }) => call('pdfunite', [from, from, 'pdfunite.pdf']),
}

function toolsIn(folder, cache) {
  const options = { cwd: folder }
  const call = (command, args) => demand(command, args, options)
  return {
    call,
    from: 'chromium.pdf',
    async soffice(args, name) {
      const out = join(folder, 'soffice')
      const profile = `-env:UserInstallation=file://${join(cache, 'soffice-profile')}`
      await call('soffice', [profile, '--headless', '--writer', ...args, '--outdir', out])
      copyFileSync(join(out, 'lease.pdf'), join(folder, name))
    },
    async python(module, args) {
      const environment = join(cache, 'producers-python')
      const python = join(environment, 'bin', 'python')
      if (!existsSync(python)) await demand('python3', ['-m', 'venv', environment])
      const installed = await run(python, ['-m', 'pip', 'show', '-q', module])
      if (installed.code !== 0) await demand(python, ['-m', 'pip', 'install', '-q', module])
      await call(python, args)
    },
    async npm(name, script) {
      if (!existsSync(join(cache, 'node_modules', name)))
        await demand('npm', ['install', '--prefix', cache, '--no-save', '--no-audit', '--no-fund', name])
      await call(process.execPath, [script])
    },
  }
}

/** Doubled keys, as TCPDF and others write them: once with one value, once with another. */
function withDoubledKeys(values) {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R /PageLayout /SinglePage /PageLayout /SinglePage >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R ${values} /MediaBox [0 0 595.276 841.890] /Resources << >> >>`,
  ]
  let text = '%PDF-1.7\n'
  const rows = objects.map((object, index) => {
    const row = `${String(text.length).padStart(10, '0')} 00000 n \n`
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
    return row
  })
  const table = `xref\n0 4\n0000000000 65535 f \n${rows.join('')}trailer\n<< /Size 4 /Root 1 0 R >>\n`
  return `${text}${table}startxref\n${text.length}\n%%EOF\n`
}

/** Makes the files and asks what becomes of them. Gives objections; `missing`: producers that are not installed. */
export async function judgeProducers(project, say) {
  const cache = join(project, '.judge')
  const folder = join(cache, 'producers')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const sources = {
    'lease.html': HTML,
    'lease.tex': TEX,
    'cairo-lease.py': CAIRO,
    'pdf-lib.mjs': PDF_LIB,
    'jspdf.mjs': JSPDF,
  }
  for (const [name, text] of Object.entries(sources)) await writeFile(join(folder, name), text)
  await writeFile(join(folder, 'doubled-same.pdf'), withDoubledKeys('/Rotate 0 /Rotate 0'))
  await writeFile(join(folder, 'doubled-other.pdf'), withDoubledKeys('/Rotate 0 /Rotate 90'))
  const tools = toolsIn(folder, cache)
  const missing = []
  const wanted = { ...expectedOfOurs }
  for (const [name, make] of Object.entries(producers)) {
    try {
      await make(tools)
      Object.assign(wanted, expected[name])
    } catch (error) {
      if (!(error instanceof JudgeMissing)) throw error
      missing.push(`${name}: ${error.message}`)
    }
  }
  const script = join(import.meta.dirname, 'strangers.ts')
  const files = readdirSync(folder).filter((name) => name.endsWith('.pdf'))
  const paths = files.map((name) => join(folder, name))
  const { code, stdout, stderr } = await run(process.execPath, [script, '--json', ...paths], { cwd: project })
  say(`  ${files.length} files of ${Object.keys(producers).length - missing.length} producers`)
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'))
  const found = lines.map((line) => JSON.parse(line)).map((one) => ({ ...one, file: basename(one.file) }))
  for (const { file, outcome } of found) say(`  ${outcome}\t${file}`)
  const objections = objectionsToOutcomes(wanted, found)
  if (code !== 0 && objections.length === 0) objections.push(`strangers.ts ended with ${code}: ${stderr}`)
  return { objections, missing }
}

if (process.argv[1] === import.meta.filename) {
  const { objections, missing } = await judgeProducers(resolve(import.meta.dirname, '../..'), console.log)
  for (const one of missing) console.log(`  skipped ${one}`)
  for (const one of objections) console.log(`  FAILED ${one}`)
  process.exitCode = objections.length > 0 ? 1 : 0
}
