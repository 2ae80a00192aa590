// The embedded profile: PagePayload.cs and ColumnWriter.cs are the other side.
async function readProfile(text) {
    const stream = new Blob([bytesOf(text)]).stream().pipeThrough(new DecompressionStream('gzip'));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    const length = new DataView(bytes.buffer).getUint32(0, true);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
    const columns = new Columns(bytes, 4 + length);
    const json = {
        ...header,
        origins: columns.read(Uint8Array),
        fileOf: columns.read(Int32Array), startLines: columns.read(Float64Array),
        placeFiles: columns.read(Int32Array), placeLines: columns.read(Float64Array),
        kindFrames: columns.read(Int32Array), kindPlaces: columns.read(Int32Array),
        up: columns.read(Int32Array), frameNumbers: columns.read(Int32Array),
        leaves: columns.read(Int32Array), labelSetOf: columns.read(Int32Array),
        values: header.types.map(() => columns.read(Float64Array)),
        baseValues: header.base === undefined ? null : header.types.map(() => columns.read(Float64Array)),
    };
    // What a frame is stands there once: a node has its number.
    json.frames = json.frameNumbers.map(kind => json.kindFrames[kind]);
    json.places = json.frameNumbers.map(kind => json.kindPlaces[kind]);
    for (let sample = 1; sample < json.leaves.length; sample++) {
        json.leaves[sample] += json.leaves[sample - 1];
    }

    return json;
}

function bytesOf(base64) {
    if (Uint8Array.fromBase64 !== undefined) {
        return Uint8Array.fromBase64(base64);
    }

    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < bytes.length; i++) {
        bytes[i] = text.charCodeAt(i);
    }

    return bytes;
}

// Columns of zigzag varints. A value beyond 2^53 loses its last digits: numbers here are doubles.
class Columns {
    constructor(bytes, at) {
        Object.assign(this, { bytes, at });
    }

    read(Type) {
        const numbers = new Type(this.number());
        for (let i = 0; i < numbers.length; i++) {
            numbers[i] = this.number();
        }

        return numbers;
    }

    number() {
        const { bytes } = this;
        let byte = bytes[this.at++];
        const isNegative = (byte & 1) === 1;
        let value = byte & 0x7f;
        for (let scale = 128; byte >= 0x80; scale *= 128) {
            byte = bytes[this.at++];
            value += (byte & 0x7f) * scale;
        }

        return isNegative ? -(value + 1) / 2 : value / 2;
    }
}
