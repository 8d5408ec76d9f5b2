// Jest runs tests in a realm of its own. Native add-ons create typed arrays in the main realm, and `instanceof` then
// fails between the two; so tests share the main realm's binary types.
import { TestEnvironment } from 'jest-environment-node';

const shared = [
  'ArrayBuffer', 'SharedArrayBuffer', 'DataView', 'Uint8Array', 'Int8Array', 'Uint16Array', 'Int16Array', 'Uint32Array',
  'Int32Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array', 'Uint8ClampedArray', 'Error',
];

export default class SharedRealmEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    for (const name of shared) this.global[name] = globalThis[name];
  }
}
