package drawbridge.sandbox.judge;

import drawbridge.sandbox.judge.Judgement.Result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The judgement in words for a terminal.
public final class Pronouncement {

    private static final int MOST = 8;

    private final boolean colours;

    /// @param colours whether the terminal shows them
    public Pronouncement(boolean colours) {
        this.colours = colours;
    }

    /// The lines to print.
    public List<String> lines(Judgement judgement) {
        var lines = new ArrayList<String>();
        lines.add("");
        lines.add(headline(judgement));
        lines.add("");
        judgement.findings().forEach((name, result) -> check(name, result, lines));
        lines.add("");
        lines.add(sum(judgement.tally().all()));
        judgement
                .tally()
                .directions()
                .forEach((name, counts) -> lines.add(paint("2", "  " + way(name) + brief(counts))));
        lines.add(
                paint(
                        "2",
                        "  %s deliveries came again and were counted once"
                                .formatted(number(judgement.tally().all().duplicates()))));
        listed("Let pass, with a reason", notes(judgement), lines);
        listed("Waits for a person", judgement.parked(), lines);
        return lines;
    }

    private String headline(Judgement judgement) {
        int breaches = judgement.breaches().size();
        var verdict =
                judgement.clean() ? paint("1;30;42", " CLEAN ") : paint("1;37;41", " BREACHED ");
        return "%s  %s comparisons, %s"
                .formatted(
                        verdict,
                        number(judgement.compared()),
                        breaches == 1 ? "1 breach" : breaches + " breaches");
    }

    private void check(String name, Result result, List<String> lines) {
        boolean kept = result.breaches().isEmpty();
        lines.add(
                "  %s %-14s %s"
                        .formatted(
                                kept ? paint("32", "✓") : paint("1;31", "✗"),
                                name,
                                paint("2", number(result.compared()) + " compared")));
        result.breaches().stream()
                .limit(MOST)
                .forEach(breach -> lines.add("      " + paint("31", breach)));
        more(result.breaches(), lines);
    }

    private String sum(Counts counts) {
        return "  %s acknowledged = %s applied + %s unchanged + %s superseded + %s conflict + %s dead + %s pending"
                .formatted(
                        number(counts.acknowledged()),
                        number(counts.applied()),
                        number(counts.unchanged()),
                        number(counts.superseded()),
                        number(counts.conflict()),
                        number(counts.dead()),
                        number(counts.pending()));
    }

    private static String way(String direction) {
        return direction.equals(Side.ACME.direction) ? "to the app: " : "to Acme: ";
    }

    private static String brief(Counts counts) {
        return "%s acknowledged, %s applied"
                .formatted(number(counts.acknowledged()), number(counts.applied()));
    }

    private static List<String> notes(Judgement judgement) {
        return judgement.findings().values().stream()
                .flatMap(result -> result.notes().stream())
                .toList();
    }

    private void listed(String title, List<String> items, List<String> lines) {
        if (!items.isEmpty()) {
            lines.add("");
            lines.add("  " + title + " (" + items.size() + "):");
            items.stream().limit(MOST).forEach(item -> lines.add(paint("2", "    " + item)));
            more(items, lines);
        }
    }

    private void more(List<String> items, List<String> lines) {
        if (items.size() > MOST) {
            lines.add(paint("2", "      … and " + (items.size() - MOST) + " more"));
        }
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private String paint(String how, String text) {
        return colours ? "\u001b[" + how + "m" + text + "\u001b[0m" : text;
    }
}
