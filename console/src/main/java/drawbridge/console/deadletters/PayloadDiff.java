package drawbridge.console.deadletters;

import drawbridge.opsapi.OpsJson;

import java.util.ArrayList;
import java.util.List;

/// What differs between two payloads, line by line.
public final class PayloadDiff {

    private static final int MOST = 2_000;

    /// @param added whether the line was put in; else it was taken away
    public record Line(boolean added, String text) {}

    private PayloadDiff() {}

    /// The lines that are not in both, in their order; each change with what was taken away first.
    static List<Line> between(String before, String after) {
        List<String> old = before.lines().toList();
        List<String> now = after.lines().toList();
        if (old.size() > MOST || now.size() > MOST) {
            return before.equals(after)
                    ? List.of()
                    : List.of(new Line(true, "(too long to be compared line by line)"));
        }
        int[][] common = common(old, now);
        List<Line> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < old.size() || j < now.size()) {
            if (i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
                i++;
                j++;
            } else if (i < old.size()
                    && (j == now.size() || common[i + 1][j] >= common[i][j + 1])) {
                lines.add(new Line(false, old.get(i++).strip()));
            } else {
                lines.add(new Line(true, now.get(j++).strip()));
            }
        }
        return lines;
    }

    /// How many lines the rests from (i, j) on have in common, in order.
    private static int[][] common(List<String> old, List<String> now) {
        int[][] common = new int[old.size() + 1][now.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = now.size() - 1; j >= 0; j--) {
                common[i][j] =
                        old.get(i).equals(now.get(j))
                                ? common[i + 1][j + 1] + 1
                                : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    /// JSON with a line for each member, every token as it was; anything else stays as it is.
    static String spread(String payload) {
        try {
            var tree = OpsJson.mapper().readTree(payload);
            if (tree == null || !tree.isContainerNode()) {
                return payload;
            }
        } catch (com.fasterxml.jackson.core.JsonProcessingException noJson) {
            return payload;
        }
        var spread = new StringBuilder();
        int depth = 0;
        boolean inText = false;
        for (int i = 0; i < payload.length(); i++) {
            char c = payload.charAt(i);
            if (inText) {
                spread.append(c);
                if (c == '\\') {
                    spread.append(payload.charAt(++i));
                } else if (c == '"') {
                    inText = false;
                }
                continue;
            }
            switch (c) {
                case '"' -> {
                    inText = true;
                    spread.append(c);
                }
                case '{', '[' -> {
                    spread.append(c);
                    newLine(spread, ++depth);
                }
                case '}', ']' -> {
                    newLine(spread, --depth);
                    spread.append(c);
                }
                case ',' -> {
                    spread.append(c);
                    newLine(spread, depth);
                }
                case ':' -> spread.append(": ");
                case ' ', '\t', '\n', '\r' -> {}
                default -> spread.append(c);
            }
        }
        return spread.toString();
    }

    private static void newLine(StringBuilder text, int depth) {
        text.append('\n').append("  ".repeat(depth));
    }
}
