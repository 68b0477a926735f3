import { inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Bytes per pixel of the two kinds that browsers write: RGB and RGBA with 8 bits each. */
const CHANNELS = new Map([
  [2, 3],
  [6, 4],
]);

type Chunk = { readonly type: string; readonly data: Buffer };

function chunksOf(png: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

/** The nearest of left, above and upper left to what they foretell together (the format's fifth filter). */
function paeth(left: number, above: number, corner: number): number {
  const [a, b, c] = [Math.abs(above - corner), Math.abs(left - corner), Math.abs(left + above - 2 * corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return Math.floor((left + above) / 2);
  return filter === 4 ? paeth(left, above, corner) : 0;
}

/** Undoes the line filters; each line begins with the number of its own. */
function pixelsOf(raw: Buffer, width: number, height: number, channels: number): Buffer {
  const stride = width * channels;
  const pixels = Buffer.alloc(stride * height);
  for (let line = 0; line < height; line += 1) {
    const filter = raw[line * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x += 1) {
      const at = line * stride + x;
      const left = x >= channels ? (pixels[at - channels] ?? 0) : 0;
      const above = line > 0 ? (pixels[at - stride] ?? 0) : 0;
      const corner = line > 0 && x >= channels ? (pixels[at - stride - channels] ?? 0) : 0;
      pixels[at] = ((raw[line * (stride + 1) + 1 + x] ?? 0) + predicted(filter, left, above, corner)) & 0xff;
    }
  }
  return pixels;
}

export type Picture = {
  readonly width: number;
  readonly height: number;
  readonly colours: ReadonlyMap<string, number>;
};

/** Size and colours (`#rrggbb`, with how many pixels have it) of a screenshot. @throws when it is not a PNG of that kind */
export function readPng(png: Buffer): Picture {
  if (!png.subarray(0, SIGNATURE.length).equals(SIGNATURE)) throw new Error('This is not a PNG.');
  const chunks = chunksOf(png);
  const header = chunks.find(({ type }) => type === 'IHDR')?.data;
  const channels = CHANNELS.get(header?.[9] ?? -1);
  if (header === undefined || header[8] !== 8 || channels === undefined) throw new Error('An unusual kind of PNG.');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const raw = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)));
  const pixels = pixelsOf(raw, width, height, channels);
  const counts = new Map<number, number>();
  for (let at = 0; at < pixels.length; at += channels) {
    const colour = pixels.readUIntBE(at, 3);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const named = [...counts].map(([colour, count]) => [`#${colour.toString(16).padStart(6, '0')}`, count] as const);
  return { width, height, colours: new Map(named) };
}
