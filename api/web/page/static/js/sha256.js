// SHA-256 of bytes, in hex. Browsers compute it themselves, but only on pages that came by HTTPS or from this machine.
const roots = [];
for (let n = 2; roots.length < 64; n++) {
  if (roots.every((prime) => n % prime)) roots.push(n);
}
// firstBits are the first 32 bits of the fraction of a root.
const firstBits = (root) => Math.floor((root - Math.floor(root)) * 2 ** 32) | 0;
const start = roots.slice(0, 8).map((prime) => firstBits(Math.sqrt(prime)));
const constants = roots.map((prime) => firstBits(Math.cbrt(prime)));

const turn = (word, bits) => (word >>> bits) | (word << (32 - bits));

// padded is the last one or two blocks: what is left, one bit, and the length.
function padded(rest, length) {
  const out = new Uint8Array(rest.length < 56 ? 64 : 128);
  out.set(rest);
  out[rest.length] = 0x80;
  const view = new DataView(out.buffer);
  view.setUint32(out.length - 8, Math.floor(length / 2 ** 29));
  view.setUint32(out.length - 4, (length * 8) >>> 0);
  return view;
}

function block(state, view, at, w) {
  for (let n = 0; n < 16; n++) w[n] = view.getInt32(at + n * 4);
  for (let n = 16; n < 64; n++) {
    const a = w[n - 15];
    const b = w[n - 2];
    w[n] = w[n - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + w[n - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let n = 0; n < 64; n++) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + constants[n] + w[n]) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, n) => { state[n] += word; });
}

export function plainSha256(buffer) {
  const state = Int32Array.from(start);
  const w = new Int32Array(64);
  const whole = buffer.byteLength - (buffer.byteLength % 64);
  const view = new DataView(buffer);
  for (let at = 0; at < whole; at += 64) block(state, view, at, w);
  const last = padded(new Uint8Array(buffer, whole), buffer.byteLength);
  for (let at = 0; at < last.byteLength; at += 64) block(state, last, at, w);
  return [...state].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

export async function sha256(buffer) {
  if (!globalThis.crypto?.subtle) return plainSha256(buffer);
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", buffer));
  return [...sum].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
