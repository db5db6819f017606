package drawbridge.mapping.check.propose;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Lines of YAML in the making, with the reasons of guesses beside them.
final class Draft {

    private static final int WIDTH = 110;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./~-]*|[0-9]{1,9}");
    private static final List<String> WORDS = List.of("true", "false", "null", "yes", "no");

    private final List<String> lines = new ArrayList<>();

    void line(int depth, String text) {
        lines.add("  ".repeat(depth) + text);
    }

    /// @param why it is one; empty where it is certain
    void guess(int depth, String text, String why) {
        if (why.isEmpty()) {
            line(depth, text);
            return;
        }
        String indented = "  ".repeat(depth) + text;
        String reason = "# guess: " + why;
        if (indented.length() + 2 + reason.length() <= WIDTH) {
            lines.add(indented + "  " + reason);
        } else {
            note(depth, "guess: " + why);
            lines.add(indented);
        }
    }

    /// A comment, broken where it is long.
    void note(int depth, String text) {
        StringBuilder line = new StringBuilder("  ".repeat(depth)).append('#');
        for (String word : text.split(" ", -1)) {
            if (line.length() + 1 + word.length() > WIDTH && !line.toString().isBlank()) {
                lines.add(line.toString());
                line.setLength(0);
                line.append("  ".repeat(depth)).append('#');
            }
            line.append(' ').append(word);
        }
        lines.add(line.toString());
    }

    void blank() {
        lines.add("");
    }

    /// A text as YAML writes it, within braces too.
    static String text(String text) {
        boolean plain =
                PLAIN.matcher(text).matches()
                        && !WORDS.contains(text.toLowerCase(java.util.Locale.ROOT));
        return plain ? text : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }
}
