package drawbridge.sandbox.judge;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.HashMap;
import java.util.Map;

/// The gateway's own counts add up in every second, per customer and direction, never shrink, and
/// are in the end what the judge counts.
final class Conservation implements Check {

    @Override
    public String name() {
        return "conservation";
    }

    @Override
    public Finding examine(Evidence evidence) {
        var finding = new Finding();
        var highest = new HashMap<String, Long>();
        for (var sample : evidence.noted().samples()) {
            var overview = sample.path("overview");
            var at = sample.path("at").asText();
            addsUp(overview.path("counts"), "all, " + at, highest, finding);
            for (var tenant : overview.path("tenants")) {
                var name = tenant.path("tenant").asText();
                addsUp(tenant.path("counts"), name + ", " + at, highest, finding);
            }
            for (var direction : overview.path("directions").properties()) {
                addsUp(direction.getValue(), direction.getKey() + ", " + at, highest, finding);
            }
        }
        end(evidence, finding);
        return finding;
    }

    private static void addsUp(
            JsonNode said, String where, Map<String, Long> highest, Finding finding) {
        var counts = Counts.read(said);
        finding.expect(counts.addsUp(), "The counts do not add up (" + where + "): " + counts);
        var of = where.substring(0, where.indexOf(','));
        long before = highest.getOrDefault(of, 0L);
        finding.expect(
                counts.acknowledged() >= before,
                "Acknowledged fell from " + before + " (" + where + "): " + counts);
        highest.merge(of, counts.acknowledged(), Math::max);
    }

    private static void end(Evidence evidence, Finding finding) {
        if (evidence.noted().samples().isEmpty()
                || !evidence.noted().samples().getLast().path("final").asBoolean()) {
            finding.breach("What the gateway counted in the end was not noted.");
            return;
        }
        var overview = evidence.noted().samples().getLast().path("overview");
        var tally = Tally.of(evidence);
        for (var tenant : overview.path("tenants")) {
            var name = tenant.path("tenant").asText();
            same(Counts.read(tenant.path("counts")), tally.tenant(name), name, finding);
        }
        for (var side : Side.values()) {
            var said = overview.path("directions").path(side.direction);
            same(Counts.read(said), tally.direction(side.direction), side.direction, finding);
        }
        duplicates(evidence, finding);
    }

    private static void same(Counts said, Counts counted, String what, Finding finding) {
        finding.expect(
                said.withDuplicates(0).equals(counted.withDuplicates(0)),
                "The gateway counted for " + what + " " + said + ", the judge " + counted + ".");
    }

    private static void duplicates(Evidence evidence, Finding finding) {
        for (var row : evidence.rows().duplicates()) {
            var side = row.direction().equals(Side.ACME.direction) ? Side.ACME : Side.APP;
            var counted = Duplicates.of(evidence, row.tenant(), side);
            finding.expect(
                    row.count() >= counted.certain() && row.count() <= counted.possible(),
                    "The gateway counted %d duplicates %s for %s; the ledgers say %d to %d."
                            .formatted(
                                    row.count(),
                                    row.direction(),
                                    row.tenant(),
                                    counted.certain(),
                                    counted.possible()));
        }
    }
}
