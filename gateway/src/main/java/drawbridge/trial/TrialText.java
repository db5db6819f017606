package drawbridge.trial;

import drawbridge.mapping.PlainText;
import drawbridge.mapping.check.document.Departure;
import drawbridge.system.Wiretap.Answered;
import drawbridge.system.Wiretap.Header;
import drawbridge.system.Wiretap.Unheard;
import drawbridge.system.Wiretap.Wire;
import drawbridge.trial.Attempt.Reading;

import java.util.ArrayList;
import java.util.List;

/// Attempts in lines for people.
///
/// @param colours whether what reads it shows them
/// @param width in columns
/// @param lines of a body that are shown
record TrialText(Masks masks, boolean colours, int width, int lines) {

    private static final String IN = "  ";

    /// The whole of one attempt.
    List<String> of(Attempt attempt, String file, boolean documented) {
        List<String> out = new ArrayList<>();
        for (Wire wire : attempt.wires()) {
            call(wire, out);
        }
        if (!attempt.readings().isEmpty()) {
            out.add(paint("1", "How %s reads it".formatted(file)));
            table(attempt.readings(), out);
            out.add("");
        }
        if (documented) {
            departures(attempt.departures(), out);
        } else {
            out.add(
                    paint(
                            "36",
                            "No document of its API is named with 'openapi' in %s, so that the answer"
                                    .formatted(file)));
            out.add(paint("36", "is compared with nothing."));
        }
        attempt.trouble()
                .ifPresent(
                        trouble -> {
                            out.add("");
                            broken(trouble, "", out, "31");
                        });
        return out;
    }

    private void call(Wire wire, List<String> out) {
        out.add(paint("1", plain(wire.method() + " " + masks.text(wire.address()))));
        headers(wire.headers(), out);
        body(wire.body().toString(), out);
        out.add("");
        switch (wire.reply()) {
            case Answered answered -> {
                boolean fine = answered.status() >= 200 && answered.status() < 300;
                out.add(
                        paint(fine ? "1;32" : "1;31", String.valueOf(answered.status()))
                                + " in %,d ms, %,d bytes%s"
                                        .formatted(
                                                wire.took().toMillis(),
                                                answered.body().length(),
                                                answered.cut()
                                                        ? ", cut: it is larger than 'limits: body'"
                                                        : ""));
                headers(answered.headers(), out);
                body(answered.body().toString(), out);
            }
            case Unheard unheard ->
                    broken("No answer: " + masks.text(unheard.why()), "", out, "1;31");
        }
        out.add("");
        out.add(paint("1", "As a line for a shell"));
        String line = plain(new Curl(masks).line(wire));
        out.add(IN + line);
        if (line.contains("$TOKEN")) {
            out.add(IN + "# TOKEN is the access_token of the call that came before");
        }
        out.add("");
    }

    private void headers(List<Header> headers, List<String> out) {
        for (Header header : headers) {
            out.add(
                    IN
                            + paint("36", plain(header.name()) + ":")
                            + " "
                            + plain(masks.header(header.name(), header.value())));
        }
    }

    private void body(String body, List<String> out) {
        if (body.isEmpty()) {
            return;
        }
        out.add("");
        int room = width == Integer.MAX_VALUE ? 2_000 : Math.max(40, width - IN.length());
        new Bodies(lines, room).of(masks.text(body)).forEach(line -> out.add(IN + line));
    }

    private void table(List<Reading> readings, List<String> out) {
        int name = readings.stream().mapToInt(one -> one.what().length()).max().orElse(0);
        int value =
                readings.stream()
                        .filter(one -> !one.at().isEmpty())
                        .mapToInt(one -> said(one).length())
                        .max()
                        .orElse(0);
        int held = Math.min(value, 40);
        for (Reading one : readings) {
            String line =
                    (IN + "%-" + Math.max(1, name) + "s  %-" + Math.max(1, held) + "s  %s")
                            .formatted(one.what(), said(one), one.at())
                            .stripTrailing();
            out.add(one.value().isEmpty() ? paint("33", line) : line);
        }
    }

    private String said(Reading one) {
        return plain(masks.text(one.value().orElse("nothing")));
    }

    private void departures(List<Departure> departures, List<String> out) {
        if (departures.isEmpty()) {
            out.add(paint("32", "The answer is as the document of the API says."));
            return;
        }
        out.add(paint("1", "Where it departs from the document of the API"));
        for (Departure one : departures) {
            broken(
                    (one.note() ? "note: " : "") + masks.text(one.toString()),
                    IN,
                    out,
                    one.note() ? "36" : "31");
        }
    }

    /// One line for each operation, and what is wrong with it below.
    List<String> lineOf(Attempt attempt, int names) {
        List<String> out = new ArrayList<>();
        String how =
                attempt.wires().isEmpty()
                                || !(attempt.wires().getLast().reply() instanceof Answered answered)
                        ? "no answer"
                        : "%d in %,d ms"
                                .formatted(
                                        answered.status(),
                                        attempt.wires().getLast().took().toMillis());
        out.add(
                ("%-" + names + "s  %s  %s")
                        .formatted(
                                attempt.name(),
                                attempt.good()
                                        ? paint("32", "works  ")
                                        : attempt.worked()
                                                ? paint("33", "departs")
                                                : paint("31", "fails  "),
                                how));
        attempt.trouble().ifPresent(trouble -> broken(trouble, IN, out, "31"));
        attempt.departures().stream()
                .filter(one -> !one.note())
                .forEach(one -> broken(masks.text(one.toString()), IN, out, "33"));
        long notes = attempt.departures().stream().filter(Departure::note).count();
        if (notes > 0) {
            broken(
                    "note: %d %s not in the document, such as %s"
                            .formatted(
                                    notes,
                                    notes == 1 ? "place is" : "places are",
                                    attempt.departures().stream()
                                            .filter(Departure::note)
                                            .findFirst()
                                            .map(Departure::toString)
                                            .orElse("")),
                    IN,
                    out,
                    "36");
        }
        return out;
    }

    String untried(String name, String why, int names) {
        return ("%-" + names + "s  %s  %s").formatted(name, paint("36", "untried"), why);
    }

    private void broken(String text, String indent, List<String> out, String colour) {
        StringBuilder line = new StringBuilder(indent);
        for (String word : plain(text).split(" ", -1)) {
            boolean begins = line.toString().isBlank();
            if (!begins && line.length() + 1 + word.length() > width) {
                out.add(paint(colour, line.toString()));
                line.setLength(0);
                line.append(indent).append(IN).append(word);
            } else {
                line.append(begins ? "" : " ").append(word);
            }
        }
        out.add(paint(colour, line.toString()));
    }

    private static String plain(String text) {
        return PlainText.of(text).replace('\n', ' ').replace('\r', ' ');
    }

    private String paint(String code, String text) {
        return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
