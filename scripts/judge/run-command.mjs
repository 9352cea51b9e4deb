import { spawn } from 'node:child_process'

/**
 * Runs a program to its end. Gives what it said, or `missing: true` when it is not installed.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string }} [options]
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    const out = []
    const errors = []
    child.stdout.on('data', (chunk) => out.push(chunk))
    child.stderr.on('data', (chunk) => errors.push(chunk))
    child.on('error', () => resolve({ code: -1, stdout: '', stderr: '', missing: true }))
    child.on('close', (code) => {
      const text = (chunks) => Buffer.concat(chunks).toString('utf8')
      resolve({ code, stdout: text(out), stderr: text(errors), missing: false })
    })
  })
}

/** A judge that is not installed, or cannot be: skipped, or a failure when judges are demanded. */
export class JudgeMissing extends Error {}

/** Runs a program that must succeed for a judge to be there at all. */
export async function demand(command, args, options = {}) {
  const result = await run(command, args, options)
  if (result.missing) throw new JudgeMissing(`${command} is not installed`)
  if (result.code !== 0) throw new JudgeMissing(`${command} ${args[0]}: ${result.stderr.trim().slice(-300)}`)
  return result
}

/** The first line that matches, or the first line at all. */
export function firstLine(text, pattern = /\S/) {
  return (
    text
      .split('\n')
      .find((line) => pattern.test(line))
      ?.trim() ?? ''
  )
}
