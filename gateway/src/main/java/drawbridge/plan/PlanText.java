package drawbridge.plan;

import drawbridge.mapping.FlowName;
import drawbridge.mapping.PlainText;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A plan in lines for people.
///
/// @param colours whether what reads it shows them
/// @param width at which a sample is cut
/// @param samples of each kind
record PlanText(boolean colours, int width, int samples) {

    List<String> of(Plan plan) {
        List<String> out = new ArrayList<>();
        List<String> read = new ArrayList<>();
        plan.read().forEach((name, rows) -> read.add("%,d %s".formatted(rows, name)));
        broken("Read: " + (read.isEmpty() ? "nothing" : String.join(", ", read)), "      ", out);
        for (FlowName flow : plan.flows()) {
            out.add("");
            out.add(paint("1", flow.value()));
            for (Step.Kind kind : Step.Kind.values()) {
                kind(plan.of(flow, kind), kind, out);
            }
            losses(plan, flow, out);
        }
        out.add("");
        out.add("Nothing is deleted when a customer is put into use.");
        List<String> calls = new ArrayList<>();
        plan.calls().forEach((system, many) -> calls.add("%,d to %s".formatted(many, system)));
        out.add(
                "Calls: %s; at least %s%s."
                        .formatted(
                                String.join(", ", calls),
                                time(plan.needs()),
                                plan.count(Step.Kind.EXPAND) == 0
                                        ? ""
                                        : ", and one more for each occurrence of a series"));
        return out;
    }

    /// Fields that lose the same on the same way stand in one line.
    private void losses(Plan plan, FlowName flow, List<String> out) {
        Map<Map.Entry<String, String>, List<String>> fields = new LinkedHashMap<>();
        for (Plan.Lost lost : plan.losses()) {
            if (lost.flow().equals(flow)) {
                fields.computeIfAbsent(Map.entry(lost.to(), lost.what()), _ -> new ArrayList<>())
                        .add(lost.field().value());
            }
        }
        if (!fields.isEmpty()) {
            out.add("          lost or refused by the mapping, whatever the records hold:");
            fields.forEach(
                    (each, names) ->
                            broken(
                                    "            to %s, %s: %s"
                                            .formatted(
                                                    each.getKey(),
                                                    String.join(", ", names),
                                                    each.getValue()),
                                    "              ",
                                    out));
        }
    }

    /// Between words, where the terminal ends.
    ///
    /// @param further before each line but the first
    private void broken(String text, String further, List<String> out) {
        String rest = text;
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            if (space <= further.length()) {
                break;
            }
            out.add(rest.substring(0, space).stripTrailing());
            rest = further + rest.substring(space + 1).stripLeading();
        }
        out.add(rest);
    }

    private void kind(List<Step> steps, Step.Kind kind, List<String> out) {
        if (steps.isEmpty()) {
            return;
        }
        out.add(
                paint(
                        kind.isTrouble() ? "33" : "32",
                        "%,8d  %s".formatted(steps.size(), kind.words())));
        steps.stream().limit(samples).forEach(step -> sample(step, out));
    }

    private void sample(Step step, List<String> out) {
        String text =
                "          "
                        + step.record()
                        + step.partner().map(one -> " with " + one).orElse("")
                        + (step.detail().isEmpty() ? "" : "  " + step.detail());
        String plain = PlainText.of(text).replace('\n', ' ');
        if (step.kind().isTrouble()) {
            // Why it cannot cross is read to its end; of what would be made a glimpse will do.
            broken(plain, " ".repeat(12), out);
        } else {
            out.add(plain.length() <= width ? plain : plain.substring(0, width - 1) + "…");
        }
    }

    private static String time(Duration needs) {
        long seconds = Math.max(1, needs.toSeconds());
        return seconds < 120
                ? seconds + " s"
                : seconds < 7_200
                        ? seconds / 60 + " min"
                        : String.format(Locale.ROOT, "%.1f h", seconds / 3_600.0);
    }

    private String paint(String code, String text) {
        return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
