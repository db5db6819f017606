package drawbridge.sandbox.demo;

import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Lays a scene out for a terminal of a given size. Pure.
final class Layout {

    private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
    private static final AttributedStyle BOLD = AttributedStyle.DEFAULT.bold();
    private static final AttributedStyle DIM =
            AttributedStyle.DEFAULT.foreground(AttributedStyle.BRIGHT + AttributedStyle.BLACK);
    private static final AttributedStyle GOOD =
            AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN);
    private static final AttributedStyle WARN =
            AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW);
    private static final AttributedStyle BAD =
            AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);
    private static final AttributedStyle BLUE =
            AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN);
    private static final int WIDEST = 110;
    private static final String BARS = "▁▂▃▄▅▆▇█";

    /// @param wide columns of the terminal; the last stays free, as some terminals wrap after it
    List<AttributedString> lines(Scene scene, int wide, int rows) {
        int columns = wide - 1;
        int width = Math.max(40, Math.min(columns, WIDEST) - 2);
        var numbers = Numbers.of(scene);
        var lines = new ArrayList<AttributedString>();
        lines.add(title(scene, width));
        lines.add(bar(scene, width));
        lines.addAll(phases(scene, columns));
        lines.add(AttributedString.EMPTY);
        lines.add(lane("Acme CRM ━━▶ the app ", numbers, "TO_APP", BLUE, width));
        lines.add(lane("Acme CRM ◀━━ the app ", numbers, "TO_ACME", GOOD, width));
        lines.add(AttributedString.EMPTY);
        if (numbers.answers()) {
            lines.add(state(numbers));
            lines.add(breakers(numbers));
            lines.addAll(sum(numbers, columns));
        } else {
            lines.addAll(silence(scene.phase()));
        }
        lines.add(AttributedString.EMPTY);
        var foot = foot(scene, columns);
        lines.addAll(events(scene, Math.max(1, rows - lines.size() - foot.size() - 1), width));
        while (lines.size() < rows - foot.size()) {
            lines.add(AttributedString.EMPTY);
        }
        lines.addAll(foot);
        return lines.stream().limit(rows).map(line -> within(line, columns)).toList();
    }

    /// What is cut off is told by a sign.
    private static AttributedString within(AttributedString line, int columns) {
        return line.columnLength() <= columns
                ? line
                : new AttributedStringBuilder()
                        .append(line.columnSubSequence(0, Math.max(0, columns - 1)))
                        .append("…")
                        .toAttributedString();
    }

    private static AttributedString title(Scene scene, int width) {
        var right = "seed " + scene.seed() + "   " + PlainScreen.stamp(scene.elapsed()).strip();
        var left = " Drawbridge   " + scene.phase().what;
        return text().append(" Drawbridge", BOLD)
                .append("   " + scene.phase().what, BLUE)
                .append(" ".repeat(Math.max(1, width - left.length() - right.length())))
                .append(right, DIM)
                .toAttributedString();
    }

    /// How far the whole story is: past phases count in full, the present one as far as it is.
    private static AttributedString bar(Scene scene, int width) {
        double done = 0;
        for (var phase : Phase.values()) {
            if (phase.compareTo(scene.phase()) < 0) {
                done += phase.share;
            }
        }
        done += scene.phase().share * scene.into().orElse(0.0);
        int filled = (int) Math.round(Math.min(1, done / 100) * (width - 1));
        return text().append(" ")
                .append("━".repeat(filled), BLUE)
                .append("━".repeat(Math.max(0, width - 1 - filled)), DIM)
                .toAttributedString();
    }

    private static List<AttributedString> phases(Scene scene, int columns) {
        var parts = new ArrayList<AttributedString>();
        for (var phase : Phase.values()) {
            if (phase == Phase.OPEN && !scene.open()) {
                continue;
            }
            int place = phase.compareTo(scene.phase());
            if (place < 0) {
                parts.add(
                        scene.entered().contains(phase)
                                ? part(" ✓", GOOD, phase.word, DIM)
                                : part(" –", DIM, phase.word, DIM));
            } else if (place == 0) {
                parts.add(part(" ●", WARN, phase.word, BOLD));
            } else {
                parts.add(part(" ○", DIM, phase.word, DIM));
            }
        }
        return wrapped(parts, columns, "");
    }

    private static AttributedString lane(
            String name, Numbers numbers, String direction, AttributedStyle style, int width) {
        var rate = String.format(Locale.ROOT, "%6.1f/s  ", numbers.rate(direction));
        int room = Math.max(5, width - name.length() - rate.length() - 2);
        return text().append("  " + name, style)
                .append(rate, BOLD)
                .append(spark(numbers.history(direction), room), style)
                .toAttributedString();
    }

    /// The last seconds as a row of bars, the newest on the right.
    static String spark(List<Long> history, int room) {
        var last = history.subList(Math.max(0, history.size() - room), history.size());
        long most = Math.max(8, last.stream().mapToLong(Long::longValue).max().orElse(0));
        var row = new StringBuilder();
        for (long second : last) {
            int bar = (int) ((second * (BARS.length() - 1) + most - 1) / most);
            row.append(second == 0 ? ' ' : BARS.charAt(Math.min(bar, BARS.length() - 1)));
        }
        return row.toString();
    }

    private static AttributedString state(Numbers numbers) {
        var line = text();
        number(line, "waiting", numbers.waiting(), numbers.waiting() > 0 ? WARN : GOOD);
        if (numbers.waiting() > 0) {
            line.append("(oldest " + count(numbers.oldestSeconds()) + " s) ", DIM);
        }
        number(line, "conflicts", numbers.conflicts(), numbers.conflicts() > 0 ? WARN : PLAIN);
        number(
                line,
                "dead letters",
                numbers.deadLetters(),
                numbers.deadLetters() > 0 ? WARN : PLAIN);
        number(line, "duplicates", numbers.count("duplicates"), PLAIN);
        return line.toAttributedString();
    }

    private static List<AttributedString> silence(Phase phase) {
        if (phase == Phase.START) {
            return List.of(text().append("  The gateway is not up yet.", DIM).toAttributedString());
        }
        return List.of(
                text().append("  The gateway does not answer.", BAD).toAttributedString(),
                text().append("  People work on; what it acknowledged is in its journal.", DIM)
                        .toAttributedString());
    }

    private static void number(
            AttributedStringBuilder line, String name, long number, AttributedStyle style) {
        line.append("  " + name + " ", DIM).append(count(number), style.bold()).append(" ");
    }

    private static AttributedString breakers(Numbers numbers) {
        var open = numbers.breakers();
        var line = text().append("  breakers ", DIM);
        return open.isEmpty()
                ? line.append("all closed", GOOD).toAttributedString()
                : line.append(String.join(", ", open), BAD).toAttributedString();
    }

    private static List<AttributedString> sum(Numbers numbers, int columns) {
        var parts = new ArrayList<AttributedString>();
        parts.add(part("  " + count(numbers.count("acknowledged")), BOLD, " acknowledged =", DIM));
        var glue = " ";
        for (var name :
                List.of("applied", "unchanged", "superseded", "conflict", "dead", "pending")) {
            parts.add(part(glue + count(numbers.count(name)), PLAIN, " " + name, DIM));
            glue = " + ";
        }
        return wrapped(parts, columns, "     ");
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static List<AttributedString> events(Scene scene, int room, int width) {
        var events = scene.events();
        var lines = new ArrayList<AttributedString>();
        for (int i = Math.max(0, events.size() - room); i < events.size(); i++) {
            var event = events.get(i);
            boolean last = i == events.size() - 1;
            lines.add(
                    within(
                            text().append("  " + PlainScreen.stamp(event.at()) + "  ", DIM)
                                    .append(event.what(), last ? PLAIN : DIM)
                                    .toAttributedString(),
                            width));
        }
        return lines;
    }

    private static List<AttributedString> foot(Scene scene, int columns) {
        var lines = new ArrayList<AttributedString>();
        var addresses = scene.addresses();
        if (!addresses.acme().isEmpty()) {
            lines.add(address("Acme's page", addresses.acme()));
            lines.add(address("the app's page", addresses.app()));
            lines.addAll(command("console", addresses.console(), columns));
        }
        lines.add(
                text().append(
                                scene.open()
                                        ? "  Ctrl-C: end it, with a verdict; twice: stop at once, without one"
                                        : "  Ctrl-C: hurry to the verdict; twice: stop at once, without one",
                                DIM)
                        .toAttributedString());
        return lines;
    }

    private static AttributedString address(String name, String where) {
        return text().append(String.format(Locale.ROOT, "  %-15s", name), DIM)
                .append(where, BLUE)
                .toAttributedString();
    }

    /// In two lines, if it must be: a shell takes them as one.
    private static List<AttributedString> command(String name, String what, int columns) {
        var whole = address(name, what);
        int cut = what.indexOf(" --token-file ");
        if (whole.columnLength() <= columns || cut < 0) {
            return List.of(whole);
        }
        return List.of(
                address(name, what.substring(0, cut) + " \\"),
                address("", "  " + what.substring(cut + 1)));
    }

    /// Puts parts one after the other, in as many lines as it takes.
    private static List<AttributedString> wrapped(
            List<AttributedString> parts, int columns, String indent) {
        var lines = new ArrayList<AttributedString>();
        var line = text();
        for (var part : parts) {
            if (line.columnLength() + part.columnLength() > columns) {
                lines.add(line.toAttributedString());
                line = text().append(indent);
            }
            line.append(part);
        }
        lines.add(line.toAttributedString());
        return lines;
    }

    private static AttributedString part(
            String one, AttributedStyle style, String other, AttributedStyle otherStyle) {
        return text().append(one, style).append(other, otherStyle).toAttributedString();
    }

    private static AttributedStringBuilder text() {
        return new AttributedStringBuilder();
    }
}
