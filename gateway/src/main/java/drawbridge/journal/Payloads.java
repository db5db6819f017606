package drawbridge.journal;

import drawbridge.crossing.engine.Bytes;

import java.nio.charset.StandardCharsets;

/// The one codec of all columns that hold records or parts of them. The first byte names the form,
/// so that stored bytes stay readable when another form comes to be written: 1 = plain.
public final class Payloads {

    private static final byte PLAIN = 1;

    private Payloads() {}

    public static byte[] seal(byte[] content) {
        byte[] sealed = new byte[content.length + 1];
        sealed[0] = PLAIN;
        System.arraycopy(content, 0, sealed, 1, content.length);
        return sealed;
    }

    static byte[] seal(Bytes content) {
        return seal(content.toArray());
    }

    static byte[] seal(String text) {
        return seal(text.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] open(byte[] sealed) {
        if (sealed.length == 0 || sealed[0] != PLAIN) {
            throw new IllegalStateException("a payload is stored in a form that is not known here");
        }
        byte[] content = new byte[sealed.length - 1];
        System.arraycopy(sealed, 1, content, 0, content.length);
        return content;
    }
}
