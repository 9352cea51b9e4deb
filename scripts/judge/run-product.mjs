/**
 * Has the product make sealed files as a customer would: a real server on an empty data directory, the plain script of
 * docs/examples, once without and once with fields. Answers the folder with `sealed-*.pdf` and `root.pem`.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { demand } from './run-command.mjs'

export async function runProduct(project, folder) {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const product = await startProduct(project)
  try {
    const contract = join(folder, 'contract.pdf')
    await writeFile(contract, contractBytes())
    const example = join(project, 'docs/examples/agreement.mjs')
    for (const flags of [[], ['--widgets']]) {
      await demand(process.execPath, [example, product.url, product.clientId, contract, folder, ...flags])
    }
    for (const name of await readdir(folder)) {
      if (name.startsWith('certificate-')) await rename(join(folder, name), join(folder, `sealed-${name}`))
    }
    await copyFile(join(product.data, 'evaluation-root.pem'), join(folder, 'root.pem'))
    return folder
  } finally {
    await product.stop()
  }
}

/** A real server on an empty data directory, as somebody who evaluates it starts it. */
export async function startProduct(project, env = {}) {
  await demand(process.execPath, [join(project, 'scripts/build.mjs'), '--quiet'], { cwd: project })
  const data = await mkdtemp(join(tmpdir(), 'musubi-judge-'))
  const port = await freePort()
  const server = spawn(process.execPath, [join(project, 'dist/server.mjs')], {
    cwd: project,
    env: { PATH: process.env.PATH, MUSUBI_DATA: data, PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(server, 'exit')
  const stop = async () => {
    server.kill('SIGTERM')
    await ended
    await rm(data, { recursive: true, force: true })
  }
  try {
    await new Promise((resolve, reject) => {
      let said = ''
      server.stdout.on('data', (chunk) => {
        said += chunk
        if (said.includes('/playground/mail')) resolve()
      })
      server.once('exit', () => reject(new Error(`the server did not start: ${said}`)))
    })
    const { client_id: clientId } = JSON.parse(await readFile(join(data, 'evaluation.json'), 'utf8'))
    return { url: `http://127.0.0.1:${port}`, clientId, data, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** One A4 page, written by hand, so that nothing of ours made what is judged. */
export function contractBytes() {
  const content = 'BT /F1 18 Tf 60 760 Td (Service agreement) Tj ET'
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let text = '%PDF-1.7\n'
  const offsets = objects.map((object, index) => {
    const offset = text.length
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  return `${text}xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  return port
}
