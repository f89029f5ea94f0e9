/**
 * Text inside a PNG: an iTXt chunk (PNG 3rd edition, 11.3.3.4), which any reader of
 * the picture leaves alone and rangeviz reads.
 */

const SIGNATURE_AND_HEADER = 8 + 25;

/**
 * CRC-32 as PNG has it.
 *
 * @param {Uint8Array} bytes
 * @returns {number}
 */
function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/**
 * @param {string} keyword  Latin letters.
 * @param {string} text
 * @returns {Uint8Array}
 */
function chunk(keyword, text) {
  // Not compressed; no language, no translated keyword.
  const content = new TextEncoder().encode(`iTXt${keyword}\0\0\0\0\0${text}`);
  const made = new Uint8Array(content.length + 8);
  const view = new DataView(made.buffer);
  view.setUint32(0, content.length - 4);
  made.set(content, 4);
  view.setUint32(content.length + 4, crc32(content));
  return made;
}

/**
 * Put texts into a PNG, after its header.
 *
 * @param {Uint8Array} png
 * @param {[string, string][]} texts  Keywords and what they say.
 * @returns {Uint8Array[]}  The parts of the file.
 */
export function withTexts(png, texts) {
  return [
    png.subarray(0, SIGNATURE_AND_HEADER),
    ...texts.map(([keyword, text]) => chunk(keyword, text)),
    png.subarray(SIGNATURE_AND_HEADER),
  ];
}
