package drawbridge.console;

import javafx.scene.image.Image;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/// Writes an image as PNG: eight bits a colour, no filter. Enough for pictures of the window, and
/// it spares the whole of AWT.
final class Png {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private Png() {}

    static byte[] of(Image image) {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        try {
            var file = new ByteArrayOutputStream();
            file.write(SIGNATURE);
            var header = new ByteArrayOutputStream();
            try (var out = new DataOutputStream(header)) {
                out.writeInt(width);
                out.writeInt(height);
                out.write(new byte[] {8, 2, 0, 0, 0}); // eight bits, red green blue
            }
            chunk(file, "IHDR", header.toByteArray());
            chunk(file, "IDAT", pixels(image, width, height));
            chunk(file, "IEND", new byte[0]);
            return file.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    private static byte[] pixels(Image image, int width, int height) throws IOException {
        var reader = image.getPixelReader();
        var packed = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(packed)) {
            byte[] line = new byte[1 + 3 * width];
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int argb = reader.getArgb(x, y);
                    line[1 + 3 * x] = (byte) (argb >> 16);
                    line[2 + 3 * x] = (byte) (argb >> 8);
                    line[3 + 3 * x] = (byte) argb;
                }
                out.write(line);
            }
        }
        return packed.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream file, String type, byte[] data)
            throws IOException {
        var body = new ByteArrayOutputStream();
        body.write(type.getBytes(StandardCharsets.US_ASCII));
        body.write(data);
        var sum = new CRC32();
        sum.update(body.toByteArray());
        var out = new DataOutputStream(file);
        out.writeInt(data.length);
        out.write(body.toByteArray());
        out.writeInt((int) sum.getValue());
    }
}
