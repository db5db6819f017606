package drawbridge.bench;

import drawbridge.bench.Results.Measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One of the five ratios: of two medians of one run, and what it is to reach.
///
/// @param target what it is to be at the least
/// @param value empty where it was not measured
record Ratio(String name, double target, Optional<Double> value) {

    static List<Ratio> of(Results results) {
        List<Ratio> all = new ArrayList<>();
        put(
                all,
                "intakeVsSingleRow",
                2.0,
                results.ratio(Measure.INTAKE, Measure.SINGLE_ROW, Window::acceptedPerSecond));
        put(
                all,
                "endToEndVsMinimalPipeline",
                0.5,
                results.ratio(Measure.END_TO_END, Measure.MINIMAL, Window::writesPerSecond));
        put(
                all,
                "tenants1000",
                0.8,
                results.ratio(Measure.MANY_TENANTS, Measure.ONE_TENANT, Window::writesPerSecond));
        put(
                all,
                "backlog",
                0.7,
                results.ratio(Measure.BACKLOG, Measure.NO_BACKLOG, Window::writesPerSecond));
        put(
                all,
                "hot64",
                0.5,
                results.ratio(Measure.HOT, Measure.END_TO_END, Window::settledPerSecond));
        return all;
    }

    private static void put(List<Ratio> all, String name, double target, Optional<Double> value) {
        all.add(new Ratio(name, target, value));
    }

    boolean met() {
        return value.filter(reached -> reached >= target).isPresent();
    }
}
