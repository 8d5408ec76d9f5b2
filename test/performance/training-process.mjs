import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A process that trains: it says when it is ready, and answers each line with a line of JSON. */
export class Engine {
  /** Starts `command` with the spec as its last argument, and waits until it is ready. */
  static async start([command, ...words], spec, env = {}) {
    const child = spawn(command, [...words, JSON.stringify(spec)], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...env } });
    child.on('error', (error) => { console.error(`${command} cannot be started: ${error.message}`); });
    const engine = new Engine(child, `${command} ${words.join(' ')}`);
    engine.ready = await engine.answer();
    return engine;
  }

  constructor(child, name) {
    this.child = child;
    this.name = name;
    this.lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  step() { return this.ask('step'); }

  /** Stops the process in its place: threads that wait by spinning would take a core from whoever has its turn. */
  rest() { this.child.kill('SIGSTOP'); }

  goOn() { this.child.kill('SIGCONT'); }

  /** What it says at its end. */
  end() { return this.ask('end'); }

  kill() {
    this.goOn();
    this.child.kill();
  }

  ask(line) {
    this.child.stdin.write(`${line}\n`);
    return this.answer();
  }

  async answer() {
    const { done, value } = await this.lines.next();
    if (done) throw new Error(`${this.name} ended early; what it wrote is above.`);
    return JSON.parse(value);
  }
}
