package drawbridge.sandbox.judge;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the judge says of a run.
///
/// @param findings by the name of the check, in the order of the checks
/// @param parked what waits for a person at the end: no breach, but to be known
public record Judgement(Map<String, Result> findings, List<String> parked, Tally tally, long seed) {

    /// What one check came to.
    ///
    /// @param compared how many things it looked at
    /// @param notes what it let pass, and why
    public record Result(long compared, List<String> breaches, List<String> notes) {

        public Result {
            breaches = List.copyOf(breaches);
            notes = List.copyOf(notes);
        }
    }

    public Judgement {
        findings = new LinkedHashMap<>(findings);
        parked = List.copyOf(parked);
    }

    public boolean clean() {
        return findings.values().stream().allMatch(result -> result.breaches().isEmpty());
    }

    public String verdict() {
        return clean() ? "clean" : "breached";
    }

    /// How much was compared, over all checks.
    public long compared() {
        return findings.values().stream().mapToLong(Result::compared).sum();
    }

    /// Every breach, with the name of its check in front.
    public List<String> breaches() {
        var all = new ArrayList<String>();
        findings.forEach(
                (name, result) ->
                        result.breaches().forEach(breach -> all.add(name + ": " + breach)));
        return all;
    }

    /// The report of a run.
    public ObjectNode report() {
        var report = Json.MAPPER.createObjectNode();
        report.put("verdict", verdict());
        tally.all().into(report);
        var breaches = report.putArray("breaches");
        breaches().forEach(breaches::add);
        report.put("compared", compared());
        report.put("eventsPerSecond", Math.round(tally.perSecond() * 10) / 10.0);
        report.put("seconds", tally.span().toMillis() / 1_000.0);
        report.put("seed", seed);
        var directions = report.putObject("directions");
        tally.directions().forEach((name, counts) -> counts.into(directions.putObject(name)));
        var tenants = report.putObject("tenants");
        tally.tenants().forEach((name, counts) -> counts.into(tenants.putObject(name)));
        return report;
    }

    /// The report and what each check came to.
    ObjectNode inFull() {
        var report = report();
        var checks = report.putArray("checks");
        findings.forEach(
                (name, result) -> {
                    var check = checks.addObject();
                    check.put("name", name).put("compared", result.compared());
                    var breaches = check.putArray("breaches");
                    result.breaches().forEach(breaches::add);
                    var notes = check.putArray("notes");
                    result.notes().forEach(notes::add);
                });
        var waiting = report.putArray("parked");
        parked.forEach(waiting::add);
        return report;
    }
}
