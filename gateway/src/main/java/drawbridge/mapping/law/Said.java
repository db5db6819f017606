package drawbridge.mapping.law;

import drawbridge.mapping.JsonText;
import drawbridge.mapping.Value;

import java.nio.charset.StandardCharsets;

/// Values in sentences.
public final class Said {

    private static final int MOST = 60;
    private static final int BEGINNING = 12;

    private Said() {}

    /// Text in quotes, everything else as JSON has it; cut where it would fill the screen.
    public static String of(Value value) {
        return switch (value) {
            case Value.Text(String text) -> of(text);
            case Value.Null _ -> "null";
            case Value.Num _, Value.Bool _, Value.Arr _, Value.Obj _ -> json(value);
        };
    }

    /// A text in quotes; a long one with its length.
    public static String of(String text) {
        String line = text.replace("\n", "\\n").replace("\t", "\\t").replace("\u0000", "\\0");
        int length = text.codePointCount(0, text.length());
        return length > MOST
                ? "'%s…' (%d characters)".formatted(beginning(line, BEGINNING), length)
                : "'" + line + "'";
    }

    private static String json(Value value) {
        String json = new String(JsonText.write(value), StandardCharsets.UTF_8);
        int most = 4 * MOST;
        return json.codePointCount(0, json.length()) > most ? beginning(json, most) + "…" : json;
    }

    private static String beginning(String text, int length) {
        return text.substring(0, text.offsetByCodePoints(0, length));
    }
}
