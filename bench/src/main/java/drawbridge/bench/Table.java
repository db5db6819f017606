package drawbridge.bench;

import com.google.errorprone.annotations.FormatMethod;

import drawbridge.bench.Results.Measure;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// What a run found, for people.
final class Table {

    private final PrintWriter out;

    Table(PrintWriter out) {
        this.out = out;
    }

    void print(Report report) {
        Results results = report.results();
        out.println();
        line(
                "%-28s %9s %9s %9s %15s %17s %9s",
                "",
                "accept/s",
                "deliv./s",
                "settled/s",
                "accept p50/p99",
                "delivered p50/p99",
                "CPU µs");
        results.plainCommits()
                .ifPresent(commits -> line("%-28s %,9.0f", "plain commits, no HTTP", commits));
        for (Measure measure : Measure.values()) {
            if (!results.of(measure).isEmpty()) {
                print(measure, results.of(measure));
            }
        }
        out.println();
        line(
                "%-28s %9s %9s %9s %12s",
                "for 1,000 changes", "statem.", "trips", "claims", "bytes/change");
        for (Counted counted : results.counted()) {
            line(
                    "%-28s %,9.0f %,9.0f %,9.0f %,12.0f",
                    counted.who(),
                    counted.statementsPer1000(),
                    counted.tripsPer1000(),
                    counted.claimsPer1000(),
                    counted.bytesPerChange());
        }
        results.claimMillis(Measure.BACKLOG)
                .ifPresent(
                        behind ->
                                line(
                                        "%-28s %9.2f ms behind the backlog, %.2f without one",
                                        "a claim takes",
                                        behind,
                                        results.claimMillis(Measure.NO_BACKLOG).orElse(0.0)));
        out.println();
        line("%-28s %9s %9s", "ratio", "reached", "target");
        for (Ratio ratio : Ratio.of(results)) {
            line(
                    "%-28s %9s %9.2f  %s",
                    ratio.name(),
                    ratio.value().map(value -> format("%.2f", value)).orElse("–"),
                    ratio.target(),
                    ratio.value().isEmpty() ? "" : ratio.met() ? "met" : "missed");
        }
        most(results, "accept p99 at half load, ms", 25, window -> window.accept().p99());
        most(results, "delivered p50 at half, ms", 10, window -> window.delivered().p50());
        most(results, "delivered p99 at half, ms", 150, window -> window.delivered().p99());
        most("heap of the gateway, MB", (double) report.peak().usedMb(), 512);
        out.flush();
    }

    private void print(Measure measure, List<Window> rounds) {
        boolean crosses = measure != Measure.INTAKE && measure != Measure.SINGLE_ROW;
        line(
                "%-28s %,9.0f %9s %9s %15s %17s %,9.0f",
                measure.words(),
                Median.of(rounds, Window::acceptedPerSecond),
                crosses ? format("%,.0f", Median.of(rounds, Window::writesPerSecond)) : "–",
                crosses ? format("%,.0f", Median.of(rounds, Window::settledPerSecond)) : "–",
                pair(rounds, window -> window.accept().p50(), window -> window.accept().p99()),
                crosses
                        ? pair(
                                rounds,
                                window -> window.delivered().p50(),
                                window -> window.delivered().p99())
                        : "–",
                Median.of(
                        rounds,
                        window ->
                                window.microsEach(crosses ? window.settled() : window.accepted())));
    }

    private static String pair(
            List<Window> rounds, ToDoubleFunction<Window> one, ToDoubleFunction<Window> other) {
        return format("%,.1f / %,.0f", Median.of(rounds, one), Median.of(rounds, other));
    }

    private void most(
            Results results, String what, double target, ToDoubleFunction<Window> figure) {
        results.median(Measure.HALF, figure).ifPresent(value -> most(what, value, target));
    }

    private void most(String what, double value, double target) {
        line("%-28s %,9.1f %,9.0f  %s", what, value, target, value <= target ? "met" : "missed");
    }

    @FormatMethod
    private void line(String format, Object... values) {
        out.println(format(format, values));
    }

    @FormatMethod
    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
