/** The door of the cli room: what others may take of it. */
export { main } from './main.ts'
export { buildProgram } from './program.ts'
