#!/usr/bin/env node
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { commandLine } from './command-line/command-line.ts'

const code = await commandLine(process.argv.slice(2), dirname(fileURLToPath(import.meta.url)))
// Whatever a tool left open must not keep a command that is done.
if (code !== null) process.exit(code)
